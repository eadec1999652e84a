"""People: who somebody is, where they belong, and what they may be asked to do.

Owns the words user, organisation, membership, role.
"""
