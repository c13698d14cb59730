"""How often somebody may do something, counted over all processes."""
