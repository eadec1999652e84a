"""Registration: from the scope checker to a registered service.

Owns the words scope, scope tree, scope outcome, indicator, saved result, application to register, attempt, shortcoming,
manager's part, assessment, key question, request for information, grounds, recommendation, notice, proposal,
notice of decision, representations, appeal, condition, registered service, registration, duty, change, conversion,
member.
"""
