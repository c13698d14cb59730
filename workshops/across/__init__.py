"""Many workshops at once: their shelf, their notes, and what these say together."""
