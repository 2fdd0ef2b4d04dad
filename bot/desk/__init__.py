"""What is in a meeting and what is left to look at, read without writing."""
