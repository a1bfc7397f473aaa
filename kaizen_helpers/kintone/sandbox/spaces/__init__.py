"""Spaces: what ``space.json`` reads, changes and deletes. They are made by the administrator's plan."""
