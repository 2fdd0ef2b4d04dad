"""Recordings become words: fetched, kept, heard by a recognizer, written into the record."""
