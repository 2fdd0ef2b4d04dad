"""The doors of this machine: a chat in the terminal, a meeting played from a script."""
