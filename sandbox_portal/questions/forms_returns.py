"""Forms of asking again: why an answer is asked again, until when, and what staff say of it when it is back."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from .choices import Verdict
from .return_reasons import Reason
from .returns import ShownItem


def _reason_field(reasons: Iterable[Reason], label: Any, **named: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(reason.code, reason.label) for reason in reasons],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason")},
        **named,
    )


class FlagAnswer(PageForm):
    """Why one answer is asked again."""

    button = _("Add to what we ask again")
    looks = {"words": Look(max_words=150, rows=5)}

    words = forms.CharField(
        label=_("What should the applicant do?"),
        help_text=_("The applicant reads this beside the question. Ask for one thing, in plain words."),
        widget=forms.Textarea,
        error_messages={"required": _("Say in a sentence or two what the applicant should do")},
    )

    def __init__(self, *args: Any, question_name: str, reasons: Iterable[Reason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("Ask again: %(question)s") % {"question": question_name}
        self.fields = {"reason": _reason_field(reasons, _("Why do we ask again?")), **self.fields}


class SendToApplicant(PageForm):
    """Until when, and a word to the whole."""

    button = _("Send back to the applicant")
    looks = {
        "note": Look(max_words=100, rows=4),
        "days": Look(classes="govuk-input--width-2", suffix=_("working days")),
    }

    days = forms.IntegerField(
        label=_("How long does the applicant have?"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Enter a number of working days"),
            "invalid": _("Enter a whole number of working days, such as 5"),
        },
    )
    note = forms.CharField(
        label=_("A word to the applicant"),
        help_text=_("It stands above the list, and in the email we send."),
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, usual: int, longest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.longest = longest
        self.fields["days"].initial = usual
        words = ngettext("At most %(days)s day.", "At most %(days)s days.", longest)
        self.fields["days"].help_text = words % {"days": longest}

    def clean_days(self) -> int:
        days = self.cleaned_data["days"]
        if not 1 <= days <= self.longest:
            raise forms.ValidationError(_("Enter a number between 1 and %(longest)s"), params={"longest": self.longest})
        return days


class JudgeAnswers(PageForm):
    """Accept each answer that came back, or ask it again with a new reason."""

    button = _("Save these decisions")

    def __init__(self, *args: Any, items: list[ShownItem], reasons: Iterable[Reason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        self.title = _("Look at the answers")
        for shown in items:
            self._ask(shown, list(reasons))

    def _ask(self, shown: ShownItem, reasons: list[Reason]) -> None:
        key, name = shown.question.key, shown.question.name
        verdict = forms.ChoiceField(
            label=name,
            choices=[(Verdict.ACCEPTED, _("Accept")), (Verdict.AGAIN, _("Ask again"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("Say whether you accept “%(name)s”") % {"name": name}},
        )
        verdict.look = Look(size="s", conditional={Verdict.AGAIN: f"{key}__words"})
        words = forms.CharField(label=_("What should the applicant do now?"), required=False, widget=forms.Textarea)
        words.look = Look(rows=4, mark_optional=False)
        self.fields[f"{key}__verdict"], self.fields[f"{key}__words"] = verdict, words

    def clean(self) -> dict[str, Any]:
        for shown in self.items:
            key = shown.question.key
            is_again = self.cleaned_data.get(f"{key}__verdict") == Verdict.AGAIN
            if is_again and not self.cleaned_data.get(f"{key}__words", "").strip():
                self.add_error(f"{key}__words", _("Say what the applicant should do about “%s”") % shown.question.name)
        return self.cleaned_data


class AnswerStands(PageForm):
    """Why an answer is right as it stands."""

    button = _("Save")
    looks = {"because": Look(max_words=150, rows=5)}

    because = forms.CharField(
        label=_("Why is your answer right as it stands?"),
        widget=forms.Textarea,
        error_messages={"required": _("Say why your answer is right as it stands")},
    )

    def __init__(self, *args: Any, question_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = question_name
