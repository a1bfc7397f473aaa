"""Apps: their settings, edited in preview and put into use."""
