"""The types a question can have."""

from enum import StrEnum


class QuestionType(StrEnum):
    """How a question is answered, and so how its raw answer is kept.

    Words are kept as typed; `choices` as a list of keys; `date` as the three boxes; `declaration` as true or false;
    `attend_dates` as {"dates": {key: {"coming": true, "who": "…"}}, "none": false}; `file` keeps nothing here.
    """

    TEXT = "text"
    LONG_TEXT = "long_text"
    WHOLE_NUMBER = "whole_number"
    MONEY = "money"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    EMAIL = "email"
    TELEPHONE = "telephone"
    DECLARATION = "declaration"
    FILE = "file"
    ATTEND_DATES = "attend_dates"


WRITTEN = frozenset({QuestionType.TEXT, QuestionType.LONG_TEXT})
NUMBERS = frozenset({QuestionType.WHOLE_NUMBER, QuestionType.MONEY})
ONE_OF_LIST = frozenset({QuestionType.CHOICE, QuestionType.CHOICES})
