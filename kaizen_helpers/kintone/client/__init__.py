"""The client of kintone's REST API: the same code for the real service and the practice environment."""
