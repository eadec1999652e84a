"""Doors of selection, cut by audience."""
