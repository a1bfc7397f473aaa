"""Which tool, or none, with the reasons."""
