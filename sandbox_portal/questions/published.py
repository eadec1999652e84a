"""Published question sets as values, read once."""

from functools import lru_cache

from .engine import Document
from .models import QuestionSet
from .reading import document_from


def document_of(question_set: QuestionSet) -> Document:
    """The question set as a value; a published one is read from the database once per process."""
    return _document(question_set.pk, question_set.sha256)


@lru_cache(maxsize=64)
def _document(pk: int, sha256: str) -> Document:
    return document_from(QuestionSet.objects.values_list("document", flat=True).get(pk=pk))
