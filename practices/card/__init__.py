"""One practice as it is written, changed, compared with its past and read."""
