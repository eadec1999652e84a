"""The types a question can have."""

from enum import StrEnum


class QuestionType(StrEnum):
    """How a question is answered, and so how its raw answer is kept; docs/question-sets.md shows each.

    Words are kept as typed; `choices` as a list of keys; `date` as three boxes and `month` as two; `declaration` as
    true or false; `file` keeps nothing here; `attend_dates` is {"dates": {key: {"coming": true, "who": "…"}}, …}.
    What has parts (address, person, period, signed_declaration, table) is kept by part: {"town": "…", …}; a cell of a
    table is the part “row__column”. A `group` is the list of its items' names; their answers are answers of their own.
    A choice that asks for words is {"chosen": …, "words": {choice: "…"}}.
    """

    TEXT = "text"
    LONG_TEXT = "long_text"
    WHOLE_NUMBER = "whole_number"
    DECIMAL = "decimal"
    PERCENTAGE = "percentage"
    MONEY = "money"
    CHOICE = "choice"
    CHOICES = "choices"
    RECORD = "record"
    YES_NO = "yes_no"
    DATE = "date"
    MONTH = "month"
    PERIOD = "period"
    EMAIL = "email"
    TELEPHONE = "telephone"
    COMPANY_NUMBER = "company_number"
    CHARITY_NUMBER = "charity_number"
    POSTCODE = "postcode"
    ADDRESS = "address"
    PERSON = "person"
    DECLARATION = "declaration"
    SIGNED_DECLARATION = "signed_declaration"
    FILE = "file"
    ATTEND_DATES = "attend_dates"
    TABLE = "table"
    GROUP = "group"


WRITTEN = frozenset({QuestionType.TEXT, QuestionType.LONG_TEXT})
NUMBERS = frozenset({QuestionType.WHOLE_NUMBER, QuestionType.DECIMAL, QuestionType.PERCENTAGE, QuestionType.MONEY})
DAYS = frozenset({QuestionType.DATE, QuestionType.MONTH})
ONE_OF_LIST = frozenset({QuestionType.CHOICE, QuestionType.CHOICES})
HAS_CHOICES = ONE_OF_LIST | {QuestionType.RECORD}
HAS_PARTS = frozenset(
    {
        QuestionType.ADDRESS,
        QuestionType.PERSON,
        QuestionType.PERIOD,
        QuestionType.SIGNED_DECLARATION,
        QuestionType.TABLE,
    }
)
FILLS_A_PAGE = HAS_PARTS | {QuestionType.FILE, QuestionType.GROUP}
IN_A_CELL = NUMBERS | {
    QuestionType.TEXT,
    QuestionType.CHOICE,
    QuestionType.YES_NO,
    QuestionType.DATE,
    QuestionType.MONTH,
}
NEVER_UNKNOWN = frozenset(
    {QuestionType.FILE, QuestionType.DECLARATION, QuestionType.SIGNED_DECLARATION, QuestionType.GROUP}
)
