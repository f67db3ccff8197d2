"""A spec and what exists → the blocks with which its first plan takes it over."""
