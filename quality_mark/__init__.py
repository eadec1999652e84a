"""Quality Mark: preparation, gateway, people stage, awards and renewal.

Owns the words gateway, award, referee, renewal, sanction.
"""
