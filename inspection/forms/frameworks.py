"""Filters beside frameworks, the scores to try, and what changes a version."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look

from ..choices.frameworks import FrameworkStatus, Rating, Score, ScoringMode, SubjectKind
from ..framework_file import LARGEST_IMPORT
from ..rulebook.comparison import KINDS
from ..rulebook.framework import Area, FrameworkContent, LimiterCode, RatingWord, Statement
from ..rulebook.given import WELL_LED_LIMITERS, Given
from ..rulebook.telling import FACTS

ALL = ("", _("All"))
LEFT_OUT = "x"
SCORES = [("", _("No score yet")), *((str(score.value), f"{score.value}: {score.label}") for score in reversed(Score))]
RATINGS = [("", _("Not rated yet")), *((rating.value, rating.label) for rating in reversed(Rating))]
# The page says no more than what was tried; the reasons themselves are written where somebody is assessed.
TRIED = "Left out while trying scores."


class FrameworkFilter(FilterForm):
    """Words, whom it is for, how it is scored, how far it is."""

    words = forms.CharField(label=_("Words"), max_length=100, required=False)
    subject_kind = forms.ChoiceField(label=_("For"), choices=[ALL, *SubjectKind.choices], required=False)
    scoring_mode = forms.ChoiceField(label=_("What gets a score"), choices=[ALL, *ScoringMode.choices], required=False)
    status = forms.ChoiceField(label=_("Status"), choices=[ALL, *FrameworkStatus.choices], required=False)


class ComparisonFilter(FilterForm):
    """Which two versions, and which of their statements."""

    before = forms.ChoiceField(label=_("This version"), required=False)
    after = forms.ChoiceField(label=_("With this one"), required=False)
    kind = forms.ChoiceField(label=_("Show"), choices=[("", _("Everything")), *KINDS.items()], required=False)
    words = forms.CharField(label=_("Words"), max_length=100, required=False)

    def __init__(self, data: Any, *, codes: list[tuple[str, str]]) -> None:
        super().__init__(data)
        for name in ("before", "after"):
            self.fields[name].choices = [("", _("Choose a version")), *codes]

    def has_tag(self, name: str, value: str) -> bool:
        return name in ("kind", "words")


class TryScores(PageForm):
    """A score for everything that gets one in this framework. Each field has the code that stands in the papers."""

    form_method = "get"
    button = _("Work out the rating")
    usual_look = Look(mark_optional=False)

    def __init__(self, data: Any, *, framework: FrameworkContent, others: Sequence[FrameworkContent] = ()) -> None:
        self.framework = framework
        super().__init__(data)
        for area in framework.areas:
            self._add_area(area)
        if "BREACH" in framework.limiters:
            areas = [(area.key, area.title) for area in framework.areas]
            self.fields["breach"] = _several(_("Is a regulation breached, and where?"), areas)
        limits = [(code, FACTS[code]) for code in WELL_LED_LIMITERS if code in framework.limiters]
        if limits:
            self.fields["limit"] = _several(_("Does any of this hold?"), limits)
        if others:
            codes = [("", _("No other version")), *((each.code, f"{each.code}: {each.title}") for each in others)]
            label = _("What would another version make of the same scores?")
            self.fields["beside"] = forms.ChoiceField(label=label, choices=codes, required=False)

    def groups(self) -> Iterator[tuple[Area, list[tuple[Statement | None, list[forms.BoundField]]]]]:
        """The fields as the page shows them: by area, then by statement."""
        for area in self.framework.areas:
            if self.framework.scoring_mode == "key_question_judgement":
                yield area, [(None, [self[area.code]])]
            else:
                yield area, [(each, [self[name] for name in self._names(each)]) for each in area.statements]

    def rest(self) -> list[forms.BoundField]:
        return [self[name] for name in ("breach", "limit", "beside") if name in self.fields]

    def other_code(self) -> str:
        """The version to hold beside this one, "" for none."""
        self.is_valid()
        return str(self.cleaned_data.get("beside", ""))

    def given(self) -> Given:
        """What was chosen; what means nothing is left out."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        breaches = frozenset(chosen.pop("breach", ()))
        limits: frozenset[LimiterCode] = frozenset(chosen.pop("limit", ()))
        mode = self.framework.scoring_mode
        if mode == "key_question_judgement":
            ratings: dict[str, RatingWord] = {
                area.key: chosen[area.code] for area in self.framework.areas if area.code in chosen
            }
            return Given(area_ratings=ratings, breaches=breaches, well_led=limits)
        if mode == "statement_direct":
            named = {each.key: chosen[each.code] for each in self.framework.statements() if each.code in chosen}
            return Given(
                statement_scores={key: int(value) for key, value in named.items() if value != LEFT_OUT},
                not_applicable={key: TRIED for key, value in named.items() if value == LEFT_OUT},
                breaches=breaches,
                well_led=limits,
            )
        return self._by_category(chosen, breaches, limits)

    def _by_category(self, chosen: dict[str, Any], breaches: frozenset[str], limits: frozenset[LimiterCode]) -> Given:
        scores: dict[str, dict[str, int]] = {}
        left_out: dict[str, dict[str, str]] = {}
        for statement in self.framework.statements():
            for category in self.framework.categories:
                value = chosen.get(f"{statement.code}.{category.code}")
                if value == LEFT_OUT:
                    left_out.setdefault(statement.key, {})[category.key] = TRIED
                elif value:
                    scores.setdefault(statement.key, {})[category.key] = int(value)
        return Given(category_scores=scores, not_sought=left_out, breaches=breaches, well_led=limits)

    def _add_area(self, area: Area) -> None:
        mode = self.framework.scoring_mode
        if mode == "key_question_judgement":
            self.fields[area.code] = forms.ChoiceField(label=area.title, choices=RATINGS, required=False)
        for statement in area.statements:
            if mode == "statement_direct":
                label = f"{statement.code} {statement.title}"
                choices = [*SCORES, (LEFT_OUT, _("Does not count here"))]
                self.fields[statement.code] = forms.ChoiceField(label=label, choices=choices, required=False)
            elif mode == "evidence_category":
                self._add_categories(statement)

    def _add_categories(self, statement: Statement) -> None:
        choices = [*SCORES, (LEFT_OUT, _("Nobody looked for it"))]
        for name in self._names(statement):
            category = self.framework.category(name.rpartition(".")[2])
            assert category is not None
            self.fields[name] = forms.ChoiceField(label=category.title, choices=choices, required=False)

    def _names(self, statement: Statement) -> list[str]:
        """The required kinds of evidence alone, so that a page of 34 statements can still be filled in."""
        if self.framework.scoring_mode == "statement_direct":
            return [statement.code]
        categories = [each for each in self.framework.categories if each.key in statement.required]
        return [f"{statement.code}.{each.code}" for each in categories]


class ImportFramework(PageForm):
    """One JSON file."""

    title = _("Bring in a version you have prepared")
    button = _("Check it and keep it as a draft")
    hint = _(
        "Take the JSON file of a version that is here, give it a version number and a code of its own, change what "
        "you want to change, and send it. It stays a draft, and only colleagues see it, until a manager puts it on "
        "trial or into use."
    )

    file = forms.FileField(
        label=_("The JSON file"),
        help_text=_("At most 2 MB."),
        error_messages={"required": _("Choose the file"), "empty": _("The file is empty. Choose another one")},
    )

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_IMPORT:
            raise forms.ValidationError(_("The file is larger than 2 MB. A framework is much smaller"))
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is not saved as UTF-8 text")) from None
        return text


class ChangeStatus(PageForm):
    """What a version is from now on."""

    title = _("Change what this version is marked as")
    button = _("Change it")
    question = "status"

    status = forms.ChoiceField(label=_("What is this version from now on?"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, code: str, following: list[FrameworkStatus]) -> None:
        super().__init__(data)
        self.caption = code
        self.fields["status"].choices = [(each.value, each.label) for each in following]
        self.fields["status"].error_messages["required"] = _("Choose what this version is from now on")


def _several(label: Any, choices: list[tuple[Any, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)
