"""Sound as samples: decoded, cut at pauses, guarded against silence and loops."""
