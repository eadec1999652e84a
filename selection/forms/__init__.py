"""Page forms of selection; each audience has its own file."""
