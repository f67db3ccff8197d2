"""Write a spec that says what exists."""
