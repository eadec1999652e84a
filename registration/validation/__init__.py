"""The rules of an application to register (F.5), each by its code: answers in, findings out. True on paper.

The engine of the questions keeps part of them by itself, before any rule here is asked: V-01 (every question that is
asked is answered; here are the documents and kinds of insurance that the answers call for), V-03 (a company number or
charity number where the legal form wants one), V-07 (the questions of the trial), V-10 and V-11 (the shape of
postcodes, email addresses and telephone numbers), V-19 (a document has somebody who answers for it and was not written
in the future), and that the shares of a shared job are 100%. Where it speaks about a question, what is found here about
the same question waits.
"""

from .findings import validate, validate_manager

__all__ = ["validate", "validate_manager"]
