"""The record from the command line: backup, restore, check, purge, audit."""
