"""Widgets that edit plain data: tables of steps, policies, cards, choices, short texts, and the drawing beside them."""
