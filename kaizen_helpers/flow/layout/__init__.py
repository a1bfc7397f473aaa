"""From a flow to places: which cell each step has, which way each arrow takes. Nothing is drawn here."""
