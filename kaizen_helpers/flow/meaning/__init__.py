"""What steps mean, whatever their words: matching flows with each other and with a story."""
