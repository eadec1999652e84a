"""Questions: everything that is asked of anybody is a question set, versioned data written by the regulator.

Owns the words question set, question, condition, cross-check, group, response, answer, codebook.
"""
