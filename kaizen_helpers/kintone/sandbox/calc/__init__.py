"""Calculated fields: the formula language, its check at deploy, its values."""
