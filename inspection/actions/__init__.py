"""Verbs of inspection; each noun has its own file."""
