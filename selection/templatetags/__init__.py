"""Words and look-ups for the pages of selection."""
