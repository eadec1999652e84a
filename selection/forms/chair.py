"""What the chair and the lead type in."""

import re
from typing import Any

from django import forms

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.people.models import User

WITNESSES, SOURCES = "witnesses", "sources"
NUMBERS = re.compile(r"[0-9]{1,18}(?:[\s,;]+[0-9]{1,18})*")


class SetCutOff(PageForm):
    title = "Set the cut-off"
    button = "Set the cut-off"
    looks = {"reason": Look(max_words=150)}

    value = forms.TypedChoiceField(
        label="Lowest total that is eligible", coerce=int, error_messages={"required": "Choose the cut-off"}
    )
    reason = forms.CharField(
        label="Why this cut-off?",
        help_text="The reason is part of the record that the committee reads.",
        widget=forms.Textarea,
        error_messages={"required": "Write the reason for this cut-off"},
    )

    def __init__(self, *args: Any, totals: range, current: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = [("", "Choose a total")] + [(str(total), str(total)) for total in totals]
        self.fields["value"].initial = current


class FreezeDraw(PageForm):
    title = "Freeze the groups and announce the draw"
    hint = "From then on nobody can change who is drawn, and nobody can choose the key."
    button = "Freeze and announce"
    looks = {
        "randomness": Look(
            hints={SOURCES: "For example the numbers of a lottery draw that has not been held yet."},
            conditional={WITNESSES: "witnesses", SOURCES: "sources"},
        ),
        "sources": Look(mark_optional=False, rows=3),
        "witnesses": Look(mark_optional=False, small=True),
    }

    randomness = forms.ChoiceField(
        label="Where will the random values come from?",
        choices=[(WITNESSES, "Two or more witnesses, who each choose a value"), (SOURCES, "A public source")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where the random values will come from"},
    )
    sources = forms.CharField(
        label="Public sources, one on each line",
        help_text="Name each source and its date exactly. Its numbers must not be known yet.",
        widget=forms.Textarea,
        required=False,
    )
    witnesses = forms.ModelMultipleChoiceField(
        label="Witnesses",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Choose at least two people.",
    )
    hours = forms.TypedChoiceField(
        label="When will the draw be held?",
        coerce=int,
        choices=[(1, "In 1 hour"), (2, "In 2 hours"), (24, "In 24 hours"), (48, "In 48 hours")],
        help_text="At least one hour from now, so that everybody can see the announcement first.",
    )

    def __init__(self, *args: Any, possible_witnesses: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["witnesses"].queryset = possible_witnesses

    def clean_sources(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["sources"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("randomness") == SOURCES and not values.get("sources"):
            self.add_error("sources", "Name at least one public source")
        if values.get("randomness") == WITNESSES and len(values.get("witnesses") or []) < 2:
            self.add_error("witnesses", "Choose at least two witnesses")
        return values


def numbers_in(text: str) -> list[int]:
    """The whole numbers of one line that has passed NUMBERS."""
    return [int(part) for part in re.split(r"[\s,;]+", text.strip())]


class DrawValues(PageForm):
    """One line of whole numbers for each announced source."""

    title = "Enter the public values"
    hint = "Look at the source itself. A second person types them in as well before the draw is held."
    button = "Save the values"

    def __init__(self, *args: Any, source_names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [f"source_{number}" for number, _name in enumerate(source_names)]
        for field, name in zip(self.names, source_names, strict=True):
            self.fields[field] = forms.CharField(
                label=name,
                help_text="Whole numbers with a space between them, for example 8 15 16 23.",
                max_length=500,
                error_messages={"required": f"Enter the numbers of {name}"},
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for field in self.names:
            if field in values and not NUMBERS.fullmatch(values[field].strip()):
                self.add_error(field, "Use whole numbers with a space between them")
        return values


class ConfirmValues(DrawValues):
    title = "Confirm the values and draw"
    hint = "Type the values from the source yourself. They must be the same as those entered by the first person."
    button = "Confirm and draw"


class HoldWithWitnesses(PageForm):
    title = "Hold the draw"
    hint = "Every witness has shown their value. The draw is held once and cannot be taken back."
    button = "Draw now"


class WitnessCommitment(PageForm):
    title = "Commit to your value"
    hint = (
        "Write the suggested value down and keep it to yourself until everybody has committed. "
        "The portal does not keep it. You may use a value of your own instead: put its SHA-256 in the box."
    )
    button = "Commit"

    commitment = forms.RegexField(
        label="SHA-256 of your value",
        regex=r"^[0-9a-fA-F]{64}$",
        error_messages={
            "required": "Enter the SHA-256 of your value",
            "invalid": "A SHA-256 has 64 characters, each 0 to 9 or a to f",
        },
    )


class WitnessValue(PageForm):
    title = "Show your value"
    hint = "Everybody has committed. Type in the value you wrote down."
    button = "Show my value"

    value = forms.RegexField(
        label="Your value",
        regex=r"^\s*[0-9a-fA-F]{32}\s*$",
        error_messages={
            "required": "Enter the value you wrote down",
            "invalid": "Your value has 32 characters, each 0 to 9 or a to f",
        },
    )


class VoidDraw(PageForm):
    title = "Void this draw"
    hint = "The draw stays public, with your reason. The next attempt uses the next secret."
    button = "Void the draw"

    reason = forms.CharField(
        label="Why must it be voided?", widget=forms.Textarea, error_messages={"required": "Write the reason"}
    )


class PrepareProposal(PageForm):
    title = "Prepare the proposal"
    button = "Prepare the proposal"

    exception = forms.CharField(
        label="Exception for the committee",
        help_text="Only when fewer are proposed than the round needs: say why the committee should accept that.",
        widget=forms.Textarea,
        required=False,
    )


class Confirm(PageForm):
    """A page with a button and nothing to type. `read` names the version the person has before them."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, title: str, hint: str, button: str, read: str = "", **kwargs: Any) -> None:
        self.title, self.hint, self.button = title, hint, button
        super().__init__(*args, initial={"read": read}, **kwargs)


class OfferPromotion(PageForm):
    title = "Offer the free place to the next reserve"
    button = "Ask the committee"

    reason = forms.CharField(
        label="What has happened?",
        help_text="The committee reads this before it decides.",
        widget=forms.Textarea,
        error_messages={"required": "Say what has happened"},
    )
