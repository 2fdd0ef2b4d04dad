"""Who takes part: /thanhphan."""
