"""The action plan, its page for the supervisor, and the looks at it later."""
