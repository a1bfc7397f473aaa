"""The query language: its grammar, what a field allows, and the SQL it becomes."""
