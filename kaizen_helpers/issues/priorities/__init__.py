"""Which measure first: effect against effort."""
