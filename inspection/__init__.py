"""Inspection: visits, evidence, scores, ratings, reports and their publication.

Owns the words visit, evidence item, statement, rating, report.
"""
