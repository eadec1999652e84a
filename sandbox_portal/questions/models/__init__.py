"""Question sets as they were published, what people answered, and how several people do it together."""

from .answers import Answer, AnswerRevision, QuestionSet, Response, SetAsideText
from .sections import Presence, SectionHandover

__all__ = ["Answer", "AnswerRevision", "Presence", "QuestionSet", "Response", "SectionHandover", "SetAsideText"]
