"""TODO-replace."""
