"""A draft is read, submitted, approved or returned."""
