"""Forms of an organisation that applies."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from programme.models import KeyDate, Round
from sandbox_portal.casework.moments import day_in_words, in_words
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.people.models import Organisation

from ..eligibility import QUESTIONS, Answer


@dataclass(frozen=True)
class EligibilityQuestion:
    """One of the four questions, with what its reader must know to answer it."""

    name: str
    title: str
    short: str
    intro: str
    listed: tuple[str, ...]
    answers: dict[Answer, str]

    @property
    def number(self) -> int:
        return QUESTIONS.index(self.name) + 1

    def words_for(self, answer: str) -> str:
        return self.answers[Answer(answer)]


def eligibility_questions(round_: Round, key_dates: Iterable[KeyDate]) -> dict[str, EligibilityQuestion]:
    """The four questions in the words of one round."""
    words = round_.document
    asked = (
        EligibilityQuestion(
            "works_in_care",
            "Do you work in social care in England now?",
            "Work in social care in England",
            "For example, you care for people at home, you help people to find carers, or you support small care "
            "businesses. Planning to start does not count here.",
            (),
            _answers("Yes", "No"),
        ),
        EligibilityQuestion(
            "umbrella",
            "Do you stand behind carers or teams who run much of their own work, or plan to?",
            "Stand behind carers or teams",
            "This round is about:",
            tuple(words.get("scope_in", ())),
            _answers("Yes, we do this now, or have a real plan for it", "No"),
        ),
        EligibilityQuestion(
            "dates",
            "Can somebody from your organisation come on every one of these days?",
            "Come on every day that is a must",
            "They are the days that are a must for everybody who takes part.",
            tuple(_day(each) for each in key_dates if each.is_mandatory),
            _answers("Yes, on every day", "No, not on every day"),
        ),
        EligibilityQuestion(
            "work",
            "Can you do this work if you are selected?",
            "Do the work of the round",
            "Everybody who takes part does all of it.",
            tuple(f"{each['what']}. {each['detail']}" for each in words.get("commitments", ())),
            _answers("Yes", "No, not all of it"),
        ),
    )
    return {question.name: question for question in asked}


def _answers(yes: str, no: str) -> dict[Answer, str]:
    return {Answer.YES: yes, Answer.NO: no, Answer.UNSURE: "We are not sure yet"}


def _day(key_date: KeyDate) -> str:
    day = day_in_words(day_in_london(key_date.starts_at)) if key_date.is_all_day else in_words(key_date.starts_at)
    return ", ".join(filter(None, (f"{key_date.name}: {day}", key_date.place)))


class AskEligibility(PageForm):
    """One question; its heading and its facts stand on the page."""

    form_method = "get"
    form_tag = False
    button = ""

    def __init__(self, data: Any = None, *, question: EligibilityQuestion) -> None:
        super().__init__(data)
        self.title = question.title
        field = forms.ChoiceField(
            label="Your answer",
            choices=[(answer.value, words) for answer, words in question.answers.items()],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose one of the answers. “We are not sure yet” is an answer too"},
        )
        field.look = Look(hide_label=True)  # type: ignore[attr-defined]
        self.fields[question.name] = field


class ChooseOrganisation(PageForm):
    """For whom the application is; a person may belong to several organisations."""

    title = "Which organisation is this application for?"
    question = "organisation"
    button = "Continue"

    organisation = forms.ChoiceField(
        label="Which organisation is this application for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the organisation that applies"},
    )

    def __init__(self, data: Any = None, *, organisations: list[Organisation]) -> None:
        super().__init__(data)
        self.by_id = {str(each.pk): each for each in organisations}
        self.fields["organisation"].choices = [(key, each.name) for key, each in self.by_id.items()]  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation:
        return self.by_id[self.cleaned_data["organisation"]]


class SendApplication(PageForm):
    """The one button; its hidden key makes a second click the same sending."""

    title = "Send your application"
    form_tag = False
    button = ""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"invalid": "This page is damaged. Open it again and send from there"},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})


class WithdrawApplication(PageForm):
    title = "Withdraw your application"
    button = "Withdraw application"
    button_classes = "govuk-button--warning"
    looks: ClassVar = {"reason": Look(max_words=200, rows=4)}

    reason = forms.CharField(
        label="Why do you withdraw?",
        help_text="A few words are enough. The programme team reads them; they do not count against you.",
        widget=forms.Textarea,
        max_length=5_000,
        error_messages={"required": "Say in a few words why you withdraw"},
    )
