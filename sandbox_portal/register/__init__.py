"""The register: services of organisations, and what each of them is and was, with every status's day and its source.

Owns the words register, service, kind of service, scheme, status entry, correction and as at.
"""
