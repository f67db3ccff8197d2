"""The rules, one file for a slug or a family of slugs.

A file is named after its slug; one that finds mistakes of other slugs, or of several, lists them in `SLUGS`. Each rule
is a function from the `Index` of a spec to findings (errors) or suppressible ones (warnings). None is called unless it
is in a list of `lint`.
"""
