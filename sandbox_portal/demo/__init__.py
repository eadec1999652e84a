"""The demonstration: made-up organisations taken through the real steps, so that every page has something on it.

Everything is done by the same actions that people's clicks call, at moments the database's clock is moved to.
"""
