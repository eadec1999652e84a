"""What an applicant is told of its application: the stage in plain words, and who has it.

| Stage                          | What the organisation reads         |
|--------------------------------|-------------------------------------|
| being assessed, recommended    | Being assessed                      |
| every other                    | the same as staff, in plainer words |

A recommendation is no decision: it is not told before a manager has signed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from inspection.models import AssessmentVisit
from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.working_days import add_calendar_days, day_in_london
from sandbox_portal.questions.typed import is_confirmed_by_link

from ..choices import Received
from ..choices import RegistrationStage as S
from ..clocks import ASSESSMENT_DAYS, validation_ends
from ..models import RegistrationApplication
from .assessment import visits_of

WORDS: dict[str, str] = {
    S.DRAFT: "Draft",
    S.SUBMITTED: "Sent",
    S.VALIDATING: "Being checked",
    S.RETURNED_INCOMPLETE: "Returned: some things are missing",
    S.VALID: "Accepted for assessment",
    S.ALLOCATED: "With an inspector",
    S.ASSESSING: "Being assessed",
    S.AWAITING_APPLICANT: "We wait for your answer",
    S.RECOMMENDED: "Being assessed",
    S.NOP_REFUSE: "We propose to refuse",
    S.NOP_CONDITIONS: "We propose conditions",
    S.REPRESENTATIONS: "We are considering what you said",
    S.NOD_REFUSE: "We have decided to refuse",
    S.NOD_CONDITIONS: "We have decided to register you with conditions",
    S.APPEALED: "With the tribunal",
    S.REGISTERED: "Registered",
    S.REFUSED: "Refused",
    S.WITHDRAWN: "Withdrawn",
}
COLOURS: dict[str, str] = {
    S.DRAFT: "grey",
    S.RETURNED_INCOMPLETE: "orange",
    S.AWAITING_APPLICANT: "orange",
    S.NOP_REFUSE: "red",
    S.NOP_CONDITIONS: "orange",
    S.NOD_REFUSE: "red",
    S.REGISTERED: "green",
    S.REFUSED: "grey",
    S.WITHDRAWN: "grey",
}


def told_stage(case: Case) -> str:
    """The stage in the words the organisation may read."""
    return WORDS[case.stage]


def told_colour(case: Case) -> str:
    return COLOURS.get(case.stage, "blue")


HOW = {Received.PAPER: "from paper received", Received.PHONE: "by phone", Received.EMAIL: "from an email received"}


def typed_in_words(application: RegistrationApplication) -> str:
    """“Entered by A on behalf of B, from paper received on 3 March 2026”: the mark it carries; "" for none."""
    typist, day = application.typed_in_by, application.received_on
    if typist is None or day is None:
        return ""
    how = HOW[Received(application.received_how)]
    return f"Entered by {typist.name} on behalf of {application.typed_in_for}, {how} on {day_in_words(day)}"


@dataclass(frozen=True)
class Milestone:
    """One row of the applicant's timeline (R-279): `planned` and `real` are days, None when not known or not yet."""

    what: str
    who: str
    planned: date | None
    real: date | None
    state: str

    @property
    def words(self) -> str:
        return {"done": "Done", "now": "Now", "ahead": "To come", "dropped": "Not any more"}[self.state]


US, YOU = "Us", "You"
SEND_AGAIN = "You mend what is listed, and send your application again"
# How far each stage is on the way of an application that goes well; ends and notices stand at the decision.
REACHED: dict[str, int] = {
    S.DRAFT: 0,
    S.SUBMITTED: 1,
    S.VALIDATING: 1,
    S.RETURNED_INCOMPLETE: 0,
    S.VALID: 2,
    S.ALLOCATED: 3,
    S.ASSESSING: 4,
    S.AWAITING_APPLICANT: 4,
    S.RECOMMENDED: 5,
    S.NOP_REFUSE: 5,
    S.NOP_CONDITIONS: 5,
    S.REPRESENTATIONS: 5,
    S.NOD_REFUSE: 5,
    S.NOD_CONDITIONS: 5,
    S.APPEALED: 5,
    S.REGISTERED: 6,
    S.REFUSED: 6,
    S.WITHDRAWN: 6,
}


def milestones(application: RegistrationApplication, happened: Mapping[str, datetime]) -> list[Milestone]:
    """Every step with its planned and its real day, and who has the next move. `happened` is the newest event of each
    verb. Planned days follow the default plan from the day of sending (F.7), real ones what happened."""
    reached = REACHED[application.case.stage]
    sent = day_in_london(application.sent_at) if application.sent_at and reached else None
    check_by = validation_ends(sent, calendar=england_and_wales()) if sent else None
    accepted = _day(happened, "accepted for assessment", since=sent) if reached > 1 else None
    begun = accepted or check_by
    named = _day(happened, "given to an inspector", since=accepted)
    assessing = _day(happened, "assessment begun", since=accepted)
    recommended = _day(happened, "recommendation made", since=accepted) if reached > 4 else None
    rows = (
        (SEND_AGAIN if has_come_back(application) else "You send your application", YOU, None, sent),
        ("We check that nothing is missing", US, check_by, accepted),
        ("An inspector is named", US, _later(begun, 7), named),
        ("The inspector begins", US, _later(begun, 14), assessing),
        ("We read, ask, meet your manager and visit", US, _later(begun, 56), recommended),
        ("We decide, or propose a decision", US, _later(begun, ASSESSMENT_DAYS), _decided(happened, since=accepted)),
    )
    if application.case.stage == S.WITHDRAWN:
        return [Milestone(*row, "done" if row[-1] else "dropped") for row in rows]
    states = ("done" if index < reached else "now" if index == reached else "ahead" for index in range(len(rows)))
    return [Milestone(*row, state) for row, state in zip(rows, states, strict=True)]


def has_come_back(application: RegistrationApplication) -> bool:
    """Sent once, and with its organisation again, opened or not."""
    return application.sent_at is not None and not REACHED[application.case.stage]


def _later(day: date | None, days: int) -> date | None:
    return add_calendar_days(day, days) if day else None


def _day(happened: Mapping[str, datetime], *verbs: str, since: date | None) -> date | None:
    """The day of the newest of these, when it belongs to the attempt in hand."""
    days = [day_in_london(happened[verb]) for verb in verbs if verb in happened]
    return max(days) if days and since and max(days) >= since else None


def _decided(happened: Mapping[str, datetime], *, since: date | None) -> date | None:
    verbs = ("registered", "registered with conditions", "refusal proposed", "conditions proposed")
    return _day(happened, *verbs, since=since)


@dataclass(frozen=True)
class Move:
    """Who has the application now, what is waited for, how long it usually takes, and the next day that counts."""

    who: str
    waits_for: str
    usual: str
    by: datetime | None = None


MOVES: dict[str, tuple[str, str, str]] = {
    S.DRAFT: (
        YOU,
        "That you finish your answers and send them. There is no last day.",
        "Two to six weeks.",
    ),
    S.SUBMITTED: (US, "Nothing from you. We check that nothing is missing.", "Five working days."),
    S.VALIDATING: (US, "Nothing from you. We check that nothing is missing.", "Five working days."),
    S.RETURNED_INCOMPLETE: (YOU, "That you mend what is on the list and send it again.", "As long as you need."),
    S.VALID: (US, "Nothing from you. A manager names an inspector.", "Up to a week."),
    S.ALLOCATED: (US, "Nothing from you. The inspector gets ready and calls you.", "Up to a week."),
    S.ASSESSING: (US, "Nothing from you unless the inspector asks.", "About six weeks, with a visit."),
    S.AWAITING_APPLICANT: (
        YOU,
        "Your answer to the inspector. Our clock stands still.",
        "Ten working days.",
    ),
    S.RECOMMENDED: (US, "Nothing from you unless the inspector asks.", "About six weeks, with a visit."),
    S.NOP_REFUSE: (YOU, "What you say to our proposal, if you do not agree.", "28 days."),
    S.NOP_CONDITIONS: (YOU, "That you agree, or say what speaks against it.", "28 days."),
    S.REPRESENTATIONS: (
        "A registration manager who had no part in the proposal",
        "Nothing from you. We read what you said, and decide.",
        "About two weeks.",
    ),
    S.NOD_REFUSE: (YOU, "Whether you appeal to the tribunal.", "28 days."),
    S.NOD_CONDITIONS: (US, "Nothing from you. We register your service.", "A few days."),
    S.APPEALED: ("The tribunal", "What the tribunal decides.", "The tribunal tells you."),
    S.REGISTERED: ("Nobody: it is finished", "Nothing.", ""),
    S.REFUSED: ("Nobody: it is finished", "Nothing. You may apply again.", ""),
    S.WITHDRAWN: ("Nobody: you took it back", "Nothing. You may apply again.", ""),
}


def next_move(application: RegistrationApplication, due_at: datetime | None) -> Move:
    """Who has the next move, in the words of the applicant. The day is shown while somebody works on it."""
    stage = S.RETURNED_INCOMPLETE if has_come_back(application) else application.case.stage
    who, waits_for, usual = MOVES[stage]
    names = {YOU: application.organisation.name, US: "The registration team"}
    if who == US and application.inspector is not None:
        names[US] = f"{application.inspector.name}, registration inspector"
    waits = waits_for
    if application.case.stage == S.ASSESSING and any(_waits_for_agreement(each) for each in visits_of(application)):
        waits = "That you say whether the day of the visit suits you: it is soon."
    if application.sent_at and waits_for_confirming(application):
        waits = "That you read what we typed in and confirm that it is right."
    return Move(names.get(who, who), waits, usual, due_at)


def waits_for_confirming(application: RegistrationApplication) -> bool:
    """Typed in by staff, and neither confirmed by somebody signed in nor, answer by answer, by a link."""
    is_open = application.is_typed_in and application.confirmed_at is None
    return is_open and not is_confirmed_by_link(application.case)


def _waits_for_agreement(visit: AssessmentVisit) -> bool:
    is_answered = visit.agreed_at is not None or visit.another_day
    return visit.is_planned and visit.is_short_notice and not is_answered
