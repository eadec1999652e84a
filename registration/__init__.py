"""Registration: from the scope checker to a registered service.

Owns the words scope, scope tree, scope outcome, indicator, saved result, application to register, attempt, shortcoming,
manager's part, assessment, notice, condition, registered service.
"""
