"""Programme: rounds of the regulatory sandbox, their phases, key dates, scope and criteria.

Owns the words round, phase, key date, pause, criterion, panel.
"""
