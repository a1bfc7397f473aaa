"""What a measure changes: hours, money, how sure that is."""
