"""Monitoring: returns, enquiries, information requests, notifications and thresholds.

Owns the words return, collection, enquiry, notification, threshold.
"""
