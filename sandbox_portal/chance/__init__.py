"""The verifiable draw: a random order that nobody could choose and anybody can check.

Plain Python that knows no other package. Owns the words pool, key, commitment, reveal, witness and draw record.
"""
