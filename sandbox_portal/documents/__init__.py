"""Documents: evidence that comes in, letters and reports that go out, and the long work that makes them.

Owns the words evidence file, attachment, issued document, letter, hold and release, job.
"""
