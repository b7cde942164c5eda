"""What is computed from the library's wordings: indexes and classifiers. Knows no rule and writes no word."""
