"""Plans → other ways for the author to write a change, and notes on the comparison."""
