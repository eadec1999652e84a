"""Recompute: anyone with the published facts can check a decision, with the same rulebooks and no database.

Owns the word kind (of computation). Each kind is one file in `kinds/`; docs/recompute.md describes the formats.
"""
