"""Handbooks: what the regulator explains to those who apply, chapter by chapter, beside the questions of its forms.

Owns the words handbook and chapter.
"""
