"""Casework: every job is a case with a stage, an owner, a clock, a file and a timeline.

Owns the words case, step, event, deadline, reminder, queue, flag, staff note, hold, outbox.
"""
