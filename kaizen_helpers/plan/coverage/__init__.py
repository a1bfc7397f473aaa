"""Which step of a flow stands behind each field, state and permission of an app."""
