"""A Spec → what it captures: locations, targets, sinks, what contains what, and the recordings made of them.

Each of these questions is decided here once, for the rules of `lint` and for the sentences of `compare` alike. Nothing
here judges, and nothing knows of resources or files.
"""
