"""Fields that several forms of inspection share."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import HTML, Submit
from django import forms

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..rulebook.framework import FrameworkContent, Statement
from ..rulebook.naming import suspected

LONGEST = 10_000
CHECKED = "I have looked at what the warning names. It is nobody’s name or number"
VERSION = HTML('{% include "inspection/drafts/_version.html" %}')


def words(label: str, missing: str = "", *, hint: str = "", most: int = LONGEST, rows: int = 5) -> forms.CharField:
    """A field for a few paragraphs; required when `missing` says what is missing."""
    field = forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea,
        max_length=most,
        required=bool(missing),
        error_messages={"required": missing, "max_length": f"Say it in {most:,} characters or fewer"},
    )
    field.look = Look(rows=rows)  # type: ignore[attr-defined]
    return field


def line(label: str, missing: str = "", *, hint: str = "", most: int = 300) -> forms.CharField:
    """A field for one line."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=bool(missing),
        error_messages={"required": missing, "max_length": f"Use {most} characters or fewer"},
    )


def pick(label: str, choices: Any, missing: str, *, hint: str = "") -> forms.ChoiceField:
    """A choice of one, as radio buttons."""
    return forms.ChoiceField(
        label=label, choices=choices, help_text=hint, widget=forms.RadioSelect, error_messages={"required": missing}
    )


def ticks(label: str, choices: Any, missing: str = "", *, hint: str = "") -> forms.MultipleChoiceField:
    """A choice of several, as tick boxes."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
        required=bool(missing),
        error_messages={"required": missing},
    )


def statement_choices(content: FrameworkContent, statements: Iterable[Statement]) -> list[tuple[str, str]]:
    """Statements with the area they belong to."""
    areas = {area.key: area.title for area in content.areas}
    return [(each.key, f"{areas[each.area_key]}: {each.title}") for each in statements]


class Drafted:
    """A form whose page keeps what is typed before it is sent (R-371); views/drafting.py says when."""

    is_drafted = False
    draft_version = 0
    open_page = ""
    kept_under = ""  # the key of what its person's browser keeps while it cannot reach us

    @property
    def helper(self) -> Any:
        helper = super().helper  # type: ignore[misc]
        if self.is_drafted:
            helper.attrs = {"data-autosave": "", "data-keep-here": self.kept_under}
            helper.layout.insert(0, VERSION)
            helper.add_input(Submit("keep_for_later", "Keep it for later"))
        return helper


class NamesNobody(PageForm):
    """A form whose words go with codes: what looks like a name or a number is asked about where it stands (R-372).

    `public_names` name nobody, such as the service itself.
    """

    may_name: tuple[str, ...] = ()
    public_names: tuple[str, ...] = ()

    def ask_about_names(self) -> None:
        """Last in a form's own making: a box to tick, if anything has to be looked at."""
        if self.is_bound and self._named():
            self.fields["is_checked"] = forms.BooleanField(label=CHECKED, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.pop("is_checked", False):
            for name, found in self._named().items():
                self.add_error(
                    name, f"This seems to hold {' and '.join(found)}. Use a code, or tick the box at the end"
                )
        return values

    def _named(self) -> dict[str, tuple[str, ...]]:
        said = {name: str(self.data.get(name, "")) for name in self.may_name}
        looked = {name: suspected(words, public_names=self.public_names) for name, words in said.items()}
        return {name: found for name, found in looked.items() if found}


class Say(PageForm):
    """One text and a button: why, or what has to change."""

    def __init__(
        self,
        data: Any = None,
        *,
        title: str,
        label: str,
        button: str,
        missing: str = "",
        hint: str = "",
        text_hint: str = "",
    ) -> None:
        super().__init__(data)
        self.title, self.button, self.hint = title, button, hint
        self.fields["because"] = words(label, missing, hint=text_hint, most=2000)


class Confirm(PageForm):
    """A button."""

    def __init__(self, data: Any = None, *, title: str, button: str, hint: str = "") -> None:
        super().__init__(data)
        self.title, self.button, self.hint = title, button, hint
