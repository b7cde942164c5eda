"""Measurements: accuracy, speed, soak. Each prints ratios against a reference in the same run."""
