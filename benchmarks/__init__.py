"""Measurements of speech to text, and the sounds that they are made with."""
