"""Observe what exists: states, plans, AWS's answers and `.tf` files → one neutral value, `Existing`."""
