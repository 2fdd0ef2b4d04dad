"""Drafts: asked for, kept, traced to their lines; the items and templates they need."""
