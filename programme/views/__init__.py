"""Doors of the programme, cut by audience."""
