"""Notation (表記): reading what people type. Standard library only, and nothing else of this library."""
