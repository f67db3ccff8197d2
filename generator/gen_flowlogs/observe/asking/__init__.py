"""Ask AWS for what flow logs use. Knows the calls; `observe.live` makes them."""
