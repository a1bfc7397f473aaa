"""People, organisations and groups, and what they may do."""
