"""What exists → the log groups, roles, keys and buckets of it that a spec can say exactly, and so may own."""
