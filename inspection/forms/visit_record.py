"""The record of a visit at a desk: the same parts as on a tablet and on paper."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from sandbox_portal.govuk.fields import PARTS
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.questions.checking import Wrong, problem_with
from sandbox_portal.questions.controls import controls_for, raw_from
from sandbox_portal.questions.engine import Document, Given, Question
from sandbox_portal.questions.fields import fields_for, words_name
from sandbox_portal.questions.question_types import DAYS
from sandbox_portal.questions.wording import problem_words

from ..queries.checklist import raw_in, words_for
from ..rulebook.visit_record import AGENDA, AGREED, ARRIVED, ASKED, FOLLOW, LEFT, SUMMARY, with_day
from .parts import Drafted, NamesNobody, line, pick, ticks, words

ALONE = (AGREED, ARRIVED, LEFT, SUMMARY)
TIMES = re.compile(r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})\Z")


def name_of(field: str) -> str:
    """Where a part of the record stands in the form."""
    if field.startswith(ASKED):
        return f"asked_{field.removeprefix(ASKED)}"
    return {AGENDA: "agenda", FOLLOW: "follow_ups"}.get(field.partition(":")[0] + ":", field)


def as_form(values: Mapping[str, str], *, made: Collection[str]) -> dict[str, Any]:
    """The record as the form holds it. What is on the list of what follows already does not stand in it again."""
    follow_ups = [said for field, said in values.items() if field.startswith(FOLLOW) and said and field not in made]
    return {
        **{name_of(field): said for field, said in values.items() if field in ALONE or field.startswith(ASKED)},
        "agenda": [said for field, said in values.items() if field.startswith(AGENDA) and said],
        "follow_ups": "\n".join(follow_ups),
    }


class WriteVisitForm(Drafted, NamesNobody):
    """What was agreed, the times, the agenda, the checklist, the whole, and what has to follow.

    `seen` marks the record as it was when the form was opened.
    """

    title = "Write the visit down"
    button = "Keep the record"
    hint = "Somebody who was not there reads it and endorses it."

    def __init__(
        self,
        data: Any = None,
        *,
        initial: dict[str, Any],
        checklist: Document,
        agenda: list[str],
        by_type: Mapping[str, Question],
        today: date,
        public_names: tuple[str, ...] = (),
    ) -> None:
        super().__init__(data, initial=initial)
        self.public_names = public_names
        self.keys, self.today = list(checklist.questions), today
        self.by_type = {name_of(ASKED + key): question for key, question in by_type.items()}
        self.fields["seen"] = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
        self.fields[AGREED] = line(
            "How did they agree to the visit?", hint="A visit to somebody’s home counts only if they agreed.", most=500
        )
        self.fields[ARRIVED] = _time("When did you arrive?")
        if agenda:
            self.fields["agenda"] = ticks("What of the agenda was done?", [(each, each) for each in agenda])
        for key, question in checklist.questions.items():
            if key in by_type:
                self._ask_by_type(name_of(ASKED + key), question)
                continue
            missing = question.missing or "Answer this question" if question.required else ""
            self.fields[f"asked_{key}"] = words(question.label, missing, hint=question.hint, most=5000, rows=3)
        self.fields[SUMMARY] = words("What did you find, as a whole?", "Say what you found")
        self.fields["follow_ups"] = words(
            "What has to follow?",
            hint="One thing a line. For a day, end the line like this: send the rota (by 12 9 2026).",
            most=5000,
        )
        self.fields[LEFT] = _time("When did you leave?")
        for name, field in self.fields.items():
            if "__words__" in name:  # they belong to the question above them
                continue
            field.look = replace(getattr(field, "look", Look()), size="s")  # type: ignore[attr-defined]
        in_words = [name_of(ASKED + key) for key in checklist.questions if key not in by_type]
        beside = [name for name in self.fields if "__words__" in name]
        self.may_name = (AGREED, *in_words, *beside, SUMMARY, "follow_ups")
        self.ask_about_names()

    def _ask_by_type(self, name: str, question: Question) -> None:
        named = replace(question, key=name)
        self.fields.update(fields_for(named, Given(), is_heading=False))
        if name in self.initial:
            self.initial.update(controls_for(named, raw_in(question, self.initial[name]), Given()))

    def clean(self) -> dict[str, Any]:
        """The same rules as for what a tablet sends; the answer goes into the record as the words that say it."""
        for name, question in self.by_type.items():
            raw = raw_from(lambda control: self[control].data, replace(question, key=name), Given())
            problem = problem_with(question, raw, Given(today=self.today))
            if problem is None:
                self.cleaned_data[name] = words_for(question, raw)
                continue
            boxes = getattr(self.fields[name].widget, "boxes", ())
            names = [str(PARTS[box]) for box in boxes]
            self.fields[name].wrong_parts = tuple(names.index(part) for part in problem.parts if part in names)  # type: ignore[attr-defined]
            wanted = [each for each in question.own_choices if each.key in problem.parts]
            is_of_words = problem.wrong is Wrong.WORDS_MISSING
            self.add_error(
                words_name(replace(question, key=name), wanted[0]) if is_of_words else name, problem_words(problem)
            )
        return super().clean()

    def sent_as(self, name: str, said: Any) -> dict[str, list[str]]:
        """A part of the record as a browser sends its controls."""
        question = self.by_type.get(name)
        raw = said if question is None else raw_in(question, said)
        if isinstance(raw, dict) and question is not None:
            controls = controls_for(replace(question, key=name), raw, Given())
            return {control: [words] for control, words in controls.items()}
        if isinstance(raw, list) and question is not None and question.type in DAYS:
            return {f"{name}_{index}": [box] for index, box in enumerate(raw)}
        return {name: raw if isinstance(raw, list) else [raw or ""]}

    @property
    def answers(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"asked_{key}"] for key in self.keys}

    def clean_arrived(self) -> str:
        return _in_full(self.cleaned_data[ARRIVED])

    def clean_left(self) -> str:
        return _in_full(self.cleaned_data[LEFT])

    def clean_follow_ups(self) -> list[tuple[str, date | None]]:
        lines = [each.strip() for each in self.cleaned_data["follow_ups"].splitlines() if each.strip()]
        return [_dated(each) for each in lines]


class ChooseForm(PageForm):
    """Between what stands in one part of the record and what came from a tablet."""

    title = "Two texts for one part of the record"
    button = "Keep this"

    def __init__(self, data: Any = None, *, may_be_both: bool) -> None:
        super().__init__(data)
        both = [("both", "Keep both, one below the other")] if may_be_both else []
        choices = [("stands", "Keep the one that stands"), ("beside", "Put the other one in its place"), *both]
        self.fields["chosen"] = pick("Which one is to stand?", choices, "Choose which text is to stand")


def _time(label: str) -> forms.CharField:
    field = line(label, hint="For example, 10:30 or 14:00", most=5)
    field.look = Look(classes="govuk-input--width-5")  # type: ignore[attr-defined]
    return field


def _in_full(said: str) -> str:
    """“9.05” as “09:05”."""
    if not said:
        return ""
    found = TIMES.match(said.strip())
    if found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        raise forms.ValidationError("Enter a time such as 10:30 or 14:00")
    return f"{int(found['hour']):02}:{found['minute']}"


def _dated(said: str) -> tuple[str, date | None]:
    try:
        return with_day(said)
    except ValueError as error:
        raise forms.ValidationError(f"There is no such day: {said}") from error
