"""Find the log groups, roles, keys and buckets that a spec can say exactly, and so may own."""
