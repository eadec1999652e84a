"""Registration: from the scope checker to a registered service.

Owns the words application to register, assessment, notice, condition, registered service.
"""
