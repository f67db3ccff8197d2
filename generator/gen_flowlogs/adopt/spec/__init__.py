"""What exists → the text of a spec that says it."""
