import transcribe  # noqa: F401  (before numpy: it says how many threads that takes)
