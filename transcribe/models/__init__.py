"""Weights: where they lie, fetched, checked, converted, listed."""
