"""What authors need: notebooks in one form, the release made from its sources, and what is derived from them."""
