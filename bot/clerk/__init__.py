"""What takes seconds and must not hold up a chat: prints, pictures, lists, templates, excerpts."""
