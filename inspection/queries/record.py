"""The record of a visit as it stands, who wrote each part of it, on what and when, and what waits for a choice."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, QuerySet

from sandbox_portal.people.models import User
from sandbox_portal.questions.engine import Question

from ..choices.offline import Standing
from ..models import AssessmentVisit, CapturedEntry, RecordEntry
from ..rulebook.captured import clock_in_words, is_flagged
from ..rulebook.visit_record import AGENDA, AGREED, ARRIVED, ASKED, FOLLOW, LEFT, SUMMARY, agenda_field, lines_of
from .checklist import is_by_type, raw_in
from .visits import checklist_of, visits_visible_to

NAMES = {
    AGREED: "How they agreed to the visit",
    ARRIVED: "Arrived",
    LEFT: "Left",
    SUMMARY: "What we found, as a whole",
}


def record_visible_to(user: User) -> QuerySet[RecordEntry]:
    """What was written in the records of visits the person may read."""
    found = RecordEntry.objects.filter(visit__in=visits_visible_to(user).values("pk"))
    return found.select_related("visit__case", "written_by", "captured__device")


def standing_of(visit: AssessmentVisit) -> dict[str, RecordEntry]:
    """What stands in each field."""
    found = RecordEntry.objects.filter(visit=visit, standing=Standing.STANDS)
    return {each.field: each for each in found.select_related("written_by", "captured__device")}


def standing_in(visit: AssessmentVisit, name: str) -> RecordEntry | None:
    found = RecordEntry.objects.filter(visit=visit, field=name, standing=Standing.STANDS)
    return found.select_related("written_by", "captured__device").first()


def beside_of(visit: AssessmentVisit) -> QuerySet[RecordEntry]:
    """What came from tablets and stands beside what somebody else wrote, until somebody chooses."""
    found = RecordEntry.objects.filter(visit=visit, standing=Standing.BESIDE)
    return found.select_related("written_by", "captured__device")


def values_of(visit: AssessmentVisit, *, seen: int | None = None) -> dict[str, str]:
    """The words of every field; with `seen`, as they were when that entry was the newest."""
    stood = RecordEntry.objects.filter(visit=visit, version__gt=0)
    stood = stood.filter(standing=Standing.STANDS) if seen is None else stood.filter(pk__lte=seen)
    values = _written_at_the_end(visit)
    for each in stood.order_by("version"):
        values[each.field] = each.words
    return {name: words for name, words in values.items() if words}


def _written_at_the_end(visit: AssessmentVisit) -> dict[str, str]:
    """Records that were written in one go keep their words with the visit."""
    answers = {ASKED + key: words for key, words in visit.answers.items()}
    return {AGREED: visit.agreed_how, SUMMARY: visit.summary, **answers}


def newest_entry(visit: AssessmentVisit) -> int:
    """Marks the record as somebody finds it now; 0 for one that nobody has begun."""
    return RecordEntry.objects.filter(visit=visit).aggregate(Max("pk"))["pk__max"] or 0


def made_follow_ups(visit: AssessmentVisit) -> set[str]:
    """Follow-ups that are on the list of what follows: they end there and do not change in the record."""
    return set(visit.follow_ups.exclude(field="").values_list("field", flat=True))


@dataclass(frozen=True)
class Part:
    """One field of the record, for a page: what stands, its entry if it has one, and what stands beside it."""

    name: str
    label: str
    words: str
    entry: RecordEntry | None = None
    beside: tuple[RecordEntry, ...] = ()
    proof: CapturedEntry | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "proof", proof_of(self.entry))

    @property
    def clock_words(self) -> str:
        """How wrong the clock of the tablet was, when it was."""
        return clock_words(self.proof)


def proof_of(entry: RecordEntry | None) -> CapturedEntry | None:
    return getattr(entry, "captured", None)


def clock_words(proof: CapturedEntry | None) -> str:
    return clock_in_words(proof.clock_behind) if proof and is_flagged(proof.clock_behind) else ""


def parts_of(visit: AssessmentVisit) -> list[Part]:
    """The record so far, in the order of a visit: no empty parts, and nothing that is on the list of what follows."""
    standing, beside = standing_of(visit), defaultdict(list)
    for each in beside_of(visit):
        beside[each.field].append(each)
    values = {**_written_at_the_end(visit), **{name: each.words for name, each in standing.items()}}
    labels = labels_of(visit)
    for name in [*values, *beside]:
        labels.setdefault(name, "What has to follow" if name.startswith(FOLLOW) else "Done")
    rows = (
        Part(name, label, values.get(name, ""), standing.get(name), tuple(beside[name]))
        for name, label in labels.items()
    )
    made = made_follow_ups(visit)
    return [row for row in rows if (row.words or row.beside) and row.name not in made]


def labels_of(visit: AssessmentVisit) -> dict[str, str]:
    """What each field is called, in the order of a visit; follow-ups come last."""
    asked = {ASKED + key: question.label for key, question in checklist_of(visit).questions.items()}
    agenda = {agenda_field(line): "Done" for line in lines_of(visit.agenda)}
    names = {AGREED: NAMES[AGREED], ARRIVED: NAMES[ARRIVED], **agenda, **asked}
    return {**names, LEFT: NAMES[LEFT], SUMMARY: NAMES[SUMMARY]}


def record_for_pack(visit: AssessmentVisit) -> list[dict[str, Any]]:
    """What stands in each field, as a tablet takes it along: with its version, and who wrote it."""
    standing, made, asked = standing_of(visit), made_follow_ups(visit), checklist_of(visit).questions
    alone = {name: words for name, words in _written_at_the_end(visit).items() if words and name not in standing}
    found = [_taken(name, words, 0, "") for name, words in alone.items()]
    found += [_taken(name, each.words, each.version, each.written_by.name) for name, each in standing.items()]
    return [
        {**each, **raw_beside(each["field"], each["words"], asked), "is_made": each["field"] in made} for each in found
    ]


def _taken(name: str, words: str, version: int, by: str) -> dict[str, Any]:
    return {"field": name, "words": words, "version": version, "by": by}


def raw_beside(field: str, words: str, asked: Mapping[str, Question]) -> dict[str, Any]:
    """The raw answer that goes beside words to a tablet, of a question with controls of its own."""
    question = asked.get(field.removeprefix(ASKED)) if field.startswith(ASKED) else None
    return {"raw": raw_in(question, words)} if question and is_by_type(question) else {}


def agenda_done(values: dict[str, str]) -> list[str]:
    """The lines of the agenda that were ticked."""
    return [words for name, words in values.items() if name.startswith(AGENDA) and words]
