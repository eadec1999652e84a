"""Look-up: public lists of companies and of registered providers, so that people pick a name and need not type it.

Owns the words look-up, listed company, listed location, list import.
"""
