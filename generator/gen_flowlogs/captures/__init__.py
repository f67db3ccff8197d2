"""A Spec → what it captures: locations, targets, sinks, what contains what, and the recordings made of them.

Each of these questions is decided here once, for the rules of `lint` and for the sentences of `compare` alike. The
package judges nothing, and knows neither resources nor files.
"""
