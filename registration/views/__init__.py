"""Doors of registration, cut by audience."""
