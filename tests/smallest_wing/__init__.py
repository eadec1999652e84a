"""The smallest wing: a kind of case with nothing but its own rooms. An organisation asks to be put on a council's list.

Request: what is asked for. Council's list: the organisations a council may ask for work.
"""
