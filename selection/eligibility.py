"""Can we apply? Four questions before there is any account (R-150, R1). Advice only: nobody is kept from applying."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Advice(StrEnum):
    """What the four answers come to."""

    CAN_APPLY = "can_apply"
    PROBABLY = "probably"
    MAY_NOT_FIT = "may_not_fit"


QUESTIONS = ("works_in_care", "umbrella", "dates", "work")  # criteria 1a, 1b, 2a and 2b (D.2)
AGAINST = {
    "works_in_care": "Only organisations that work in social care in England now can take part.",
    "umbrella": "The round is about organisations that stand behind carers, or teams, who run much of their own work.",
    "dates": "Every organisation that takes part must have somebody there on each day that is a must.",
    "work": "Every organisation that takes part must be able to do all of the work of the round.",
}
CHECK = {
    "works_in_care": "Find out whether your work counts as social care in England. Ask us if you are not sure.",
    "umbrella": "Read what this round is about. A real plan is enough; you need not have begun.",
    "dates": "Look at the days with your colleagues. It need not be the same person each time.",
    "work": "Talk the work through with your colleagues before you start.",
}


@dataclass(frozen=True)
class Verdict:
    """The advice, what speaks against applying, and what to find out first."""

    advice: Advice
    against: tuple[str, ...]
    to_check: tuple[str, ...]


def next_question(answers: Mapping[str, str]) -> str | None:
    """The first question without an answer; None when all four are answered."""
    return next((question for question in QUESTIONS if answers.get(question) not in set(Answer)), None)


def verdict(answers: Mapping[str, str]) -> Verdict:
    """A single “no” means that the round may not fit; an “unsure” is something to find out."""
    against = tuple(AGAINST[question] for question in QUESTIONS if answers.get(question) == Answer.NO)
    to_check = tuple(CHECK[question] for question in QUESTIONS if answers.get(question) == Answer.UNSURE)
    advice = Advice.MAY_NOT_FIT if against else Advice.PROBABLY if to_check else Advice.CAN_APPLY
    return Verdict(advice, against, to_check)
