"""Selection: applications to join a round, from the first question to the committee's sign-off.

Owns the words application, conflict, score, consensus, cut-off, draw, reserve.
"""
