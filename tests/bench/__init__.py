"""What users wait for, measured as ratios to floors of the same run."""
