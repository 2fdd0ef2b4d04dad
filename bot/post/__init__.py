"""What arrives, kept before it is handled; what is said, in order, through the doors."""
