"""What the office's own page shows of the house: values for browsers, by each person's rights."""
