"""Text in, notes out: what `workshops.notes` is made of. Pure."""
