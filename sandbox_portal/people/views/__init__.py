"""Doors of people: the account, the organisation, the front pages."""
