"""Doors: staff at a desk or with a phone, and the organisation that is assessed."""
