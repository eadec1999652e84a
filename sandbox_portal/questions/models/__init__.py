"""Question sets as they were published, what people answered, and how several people do it together."""

from .answers import Answer, AnswerRevision, QuestionSet, Response, SetAsideText
from .kept import KeptAnswer, KeptAnswerUpdate, ToldBefore
from .returns import Return, ReturnedItem
from .sections import Presence, SectionHandover, SectionPromise
from .sheets import SheetUpload
from .typed import TypedAnswer, TypedCheck

__all__ = [
    "Answer",
    "AnswerRevision",
    "KeptAnswer",
    "KeptAnswerUpdate",
    "Presence",
    "QuestionSet",
    "Response",
    "Return",
    "ReturnedItem",
    "SectionHandover",
    "SectionPromise",
    "SetAsideText",
    "SheetUpload",
    "ToldBefore",
    "TypedAnswer",
    "TypedCheck",
]
