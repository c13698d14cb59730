"""What the pages show, as JSON for other systems: read-only, and never more than the asker sees."""
