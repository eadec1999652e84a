"""Fill in a section by spreadsheet: what its sheets hold, how a cell is read, what a file would change."""
