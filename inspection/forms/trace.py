"""Other scores to try, and another framework to hold beside."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django import forms

from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look

from ..choices.frameworks import Rating, ScoringMode
from ..rulebook.framework import Area, FrameworkContent, Statement
from ..rulebook.given import Given
from .scoring import SCORES

AS_IT_IS = ""


class WhatIfForm(PageForm):
    """For every place that has a score or could have one: as it is, or another score for a moment.

    One area is shown at a time; what was picked in others goes along, unseen.
    """

    form_method = "get"
    usual_look = Look(mark_optional=False)

    def __init__(self, data: Any, *, content: FrameworkContent, given: Given, statements: Collection[str]) -> None:
        super().__init__(data)
        self.content, self.given, self.chosen = content, given, set(statements)
        self.is_judged = content.scoring_mode == ScoringMode.KEY_QUESTION_JUDGEMENT
        self.areas = [area for area in content.areas if self._statements(area)]
        wanted = content.area(data.get("area", ""))
        self.area = wanted if wanted in self.areas else next(iter(self.areas), None)
        for area in self.areas:
            is_shown = self.is_judged or area == self.area
            for name, label, now, choices in self._places(area):
                if is_shown or data.get(name):
                    as_it_is = f"As it is: {dict(choices).get(str(now), now) if now else self._without_score(name)}"
                    field = forms.ChoiceField(label=label, choices=[(AS_IT_IS, as_it_is), *choices], required=False)
                    self.fields[name] = field

    def groups(self) -> Iterator[tuple[Statement | None, list[forms.BoundField]]]:
        """The fields that are shown, by statement."""
        if self.is_judged:
            for area in self.areas:
                yield None, [self[area.code]]
        elif self.area is not None:
            for each in self._statements(self.area):
                yield each, [self[name] for name in self._names(each)]

    def others(self) -> list[forms.BoundField]:
        """What was picked in areas that are not shown now."""
        if self.is_judged or self.area is None:
            return []
        shown = {name for each in self._statements(self.area) for name in self._names(each)}
        return [self[name] for name in self.fields if name not in shown]

    def picked(self) -> dict[str, str]:
        """The places where another score was chosen. What means nothing changes nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def changed(self, given: Given) -> Given:
        """What was given, with the other scores in their places."""
        picked = self.picked()
        if self.is_judged:
            areas = {area.key: picked[area.code] for area in self.areas if area.code in picked}
            return replace(given, area_ratings={**given.area_ratings, **areas}, departures={})
        if self.content.scoring_mode == ScoringMode.STATEMENT_DIRECT:
            scores = {each.key: int(picked[each.code]) for each in self.content.statements() if each.code in picked}
            return replace(given, statement_scores={**given.statement_scores, **scores})
        return self._with_categories(given, picked)

    def _with_categories(self, given: Given, picked: Mapping[str, str]) -> Given:
        scores = {key: dict(values) for key, values in given.category_scores.items()}
        reasons = {key: dict(values) for key, values in given.not_sought.items()}
        for statement in self.content.statements():
            for category in self.content.categories:
                value = picked.get(f"{statement.code}.{category.code}")
                if value:
                    scores.setdefault(statement.key, {})[category.key] = int(value)
                    reasons.get(statement.key, {}).pop(category.key, None)
        return replace(given, category_scores=scores, not_sought=reasons)

    def _places(self, area: Area) -> Iterator[tuple[str, str, Any, list[tuple[str, str]]]]:
        if self.is_judged:
            ratings = [(each.value, str(each.label)) for each in reversed(Rating)]
            yield area.code, area.title, self.given.area_ratings.get(area.key), ratings
            return
        for statement in self._statements(area):
            if self.content.scoring_mode == ScoringMode.STATEMENT_DIRECT:
                now: Any = self.given.statement_scores.get(statement.key)
                yield statement.code, f"{statement.code} {statement.title}", now, SCORES
                continue
            now = self.given.category_scores.get(statement.key, {})
            for name in self._names(statement):
                category = self.content.category(name.rpartition(".")[2])
                assert category is not None
                yield name, category.title, now.get(category.key), SCORES

    def _without_score(self, name: str) -> str:
        """Why a place has none: nobody looked for this evidence, or nobody has scored it yet."""
        code, _dot, kind = name.rpartition(".")
        statement, category = self.content.statement(code), self.content.category(kind)
        left_out = self.given.not_sought.get(statement.key, {}) if statement else {}
        return "nobody looked for it" if category and category.key in left_out else "no score"

    def _statements(self, area: Area) -> list[Statement]:
        return [each for each in area.statements if each.key in self.chosen]

    def _names(self, statement: Statement) -> list[str]:
        """The required kinds of evidence, and those that were scored beside them."""
        if self.content.scoring_mode == ScoringMode.STATEMENT_DIRECT:
            return [statement.code]
        scored = self.given.category_scores.get(statement.key, {})
        wanted = {*statement.required_of(self.given.service), *scored}
        return [f"{statement.code}.{each.code}" for each in self.content.categories if each.key in wanted]


class BesideForm(FilterForm):
    """Which other framework."""

    framework = forms.ChoiceField(label="The other framework", required=False)

    def __init__(self, data: Any = None, *, others: list[FrameworkContent]) -> None:
        super().__init__(data or {})
        named = [(each.code, f"{each.code}: {each.title}") for each in others]
        self.fields["framework"].choices = [("", "Choose a framework"), *named]
