"""Inspection: visits, evidence, scores, ratings, reports and their publication.

Owns the words assessment of a service, assessment of a council, visit, person code, endorsement, evidence item, use of
evidence, coverage, planned evidence, framework, area, category, band, limiter, professional judgement, trace, turning
point, statement, rating, report, journey, level, improvement plan, progress review.
"""
