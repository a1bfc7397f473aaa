"""From places to pictures: shapes and flags, SVG, PNG, PDF, and pages of paper."""
