"""Verbs of casework that belong to no single step."""
