"""Operations: keeping the portal well, for those who run it. It imports every other app and none imports it.

Owns the words trouble, promise, clearing, row history.
"""
