"""Verbs of selection; each noun has its own file."""
