"""How much work a flow is and how long it takes: exactly, on average, and simulated with people and calendars."""
