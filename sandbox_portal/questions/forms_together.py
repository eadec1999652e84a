"""Forms of answering together: give a section away, choose between two texts."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.people.models import User

from .choices import Rest
from .conflicts import JOINED, MINE, THEIRS, BothTexts

SOMEBODY_NEW = "new"
OURS = frozenset({"csrfmiddlewaretoken", "version", "page", "settle", "disputed", "later"})


class GiveSection(PageForm):
    """Who gets a section, and what they may do with the rest."""

    button = _("Give this section")
    looks = {
        "holder": Look(conditional={SOMEBODY_NEW: "email"}, divider_before=SOMEBODY_NEW),
        "email": Look(mark_optional=False),
        "note": Look(max_words=50, rows=3),
    }

    holder = forms.ChoiceField(
        label=_("Who should answer this section?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a colleague")},
    )
    email = forms.EmailField(
        label=_("Their email address"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Enter an email address in the right form, such as name@example.com")},
    )
    rest = forms.ChoiceField(
        label=_("What may they do with the other sections?"),
        choices=Rest.choices,
        initial=Rest.READ,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they may do with the other sections")},
    )
    note = forms.CharField(
        label=_("A word to your colleague"),
        help_text=_("It stands in the email we send them."),
        max_length=300,
        required=False,
        widget=forms.Textarea,
    )

    def __init__(
        self, *args: Any, section_title: str, colleagues: Iterable[User], may_invite: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("Give “%(section)s” to a colleague") % {"section": section_title}
        self.colleagues = {str(user.pk): user for user in colleagues}
        listed = [(key, f"{user.name} ({user.email})") for key, user in self.colleagues.items()]
        if may_invite:
            listed.append((SOMEBODY_NEW, _("Somebody who is not in your team yet")))
        self.fields["holder"].choices = listed
        self.has_anybody = bool(listed)

    @property
    def is_for_somebody_new(self) -> bool:
        return self.cleaned_data.get("holder") == SOMEBODY_NEW

    def clean(self) -> dict[str, Any]:
        if self.is_for_somebody_new and not self.cleaned_data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Enter their email address"))
        return self.cleaned_data

    @property
    def chosen(self) -> User:
        return self.colleagues[self.cleaned_data["holder"]]


class SettleConflict(PageForm):
    """For each question that two people changed: mine, theirs, or the two joined by hand."""

    form_tag = False

    def __init__(self, *args: Any, texts: list[BothTexts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for text in texts:
            self._ask(text)

    def _ask(self, text: BothTexts) -> None:
        options = [(MINE, _("Keep what I typed")), (THEIRS, _("Keep what %(who)s saved") % {"who": text.who})]
        conditional = {}
        if text.joined is not None:
            options.append((JOINED, _("Join the two")))
            conditional[JOINED] = text.joined_field
        missing = _("Choose which text should stand for “%(name)s”") % {"name": text.question.name}
        choice = forms.ChoiceField(
            label=_("Which text should stand?"),
            choices=options,
            widget=forms.RadioSelect,
            error_messages={"required": missing},
        )
        choice.look = Look(size="s", conditional=conditional)
        self.fields[text.field] = choice
        if text.joined is None:
            return
        words = forms.CharField(
            label=_("The two texts in one: change it as you like"),
            required=False,
            strip=False,
            widget=forms.Textarea,
            initial=text.joined,
        )
        words.look = Look(rows=9, mark_optional=False, max_words=text.question.words)
        self.fields[text.joined_field] = words

    def keys(self, chosen: str) -> list[str]:
        """The questions for which this was chosen."""
        return [text.question.key for text in self.texts if self.cleaned_data.get(text.field) == chosen]

    def joined(self) -> dict[str, str]:
        """The texts joined by hand, by question."""
        return {key: self.cleaned_data[f"{key}__joined"].replace("\r\n", "\n") for key in self.keys(JOINED)}


def kept_controls(data: QueryDict) -> Iterator[tuple[str, str]]:
    """Every control of the page as it was sent, to travel hidden while two texts are compared."""
    for name, values in data.lists():
        if name not in OURS and not name.endswith(("__choose", "__joined")):
            yield from ((name, value) for value in values)
