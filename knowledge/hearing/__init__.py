"""What a message says: words, characters and sounds, everyday wordings, facts. Answers nothing."""
