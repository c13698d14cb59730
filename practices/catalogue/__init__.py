"""The list of practices: its filters, counts, order and what lies near."""
