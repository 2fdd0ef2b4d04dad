"""What people type, read: numbers, times, names, lists, tags, questions."""
