"""What the platform promises of speed, measured; never a timed test."""
