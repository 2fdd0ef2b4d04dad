"""Heard words as an office writes them: figures, sentences, spelling."""
