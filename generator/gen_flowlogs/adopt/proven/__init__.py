"""Plans → whether they keep what exists."""
