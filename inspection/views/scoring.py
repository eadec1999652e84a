"""Scoring: the statements by area, one statement with its evidence, areas that are judged (R-381, R-382, R-425)."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sandbox_portal.casework.refusals import Conflict
from sandbox_portal.govuk.forms import PageForm

from ..actions import scores as actions
from ..choices.frameworks import ScoringMode
from ..forms.scoring import JudgementForm, StatementForm
from ..permissions import inspects_it, manages_it
from ..queries.evidence import content_of
from ..queries.score_desk import (
    area_lines_of,
    changes_of_area,
    changes_of_statement,
    levels_of,
    neighbours_of,
    shelves_of,
    statement_in_scope,
)
from ..queries.scores import (
    category_scores_of,
    departures_of,
    given_of,
    judgements_of,
    limiters_of,
    rated_now,
    statement_scores_of,
)
from ..rulebook.framework import Area, Statement
from ..rulebook.given import Given
from ..rulebook.rating import rate
from ..rulebook.statements import StatementResult, rate_statement
from ..rulebook.telling import MEANINGS, cap_in_words, statement_lines, tell
from ..rulebook.what_if import Effect, effects, keeps_ratings
from ..workflow import ASSESSMENT
from ..workflow.needs import scores_are_whole
from .score_pages import DraftedScores, ScoresPage


class ScoresOverview(ScoresPage):
    """Every statement by area: its score or what it lacks, its evidence, and what limits or moves the ratings."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        assessment = self.assessment
        inspects, manages = inspects_it.test(self.user, assessment), manages_it.test(self.user, assessment)
        content, rated = content_of(assessment), rated_now(assessment)
        titles = {area.key: area.title for area in content.areas}
        missing = scores_are_whole(assessment) or "" if self.is_scored_now else ""
        may_finish = ASSESSMENT.refusal("finish_scoring", assessment, self.user) is None
        context = self.context(
            content=content,
            areas=area_lines_of(assessment),
            trace=tell(content, rated),
            limiters=[(each, titles.get(each.area, each.area)) for each in limiters_of(assessment)],
            departures=[
                (each, titles.get(each.about, "The whole"), each.about in given_of(assessment).departures)
                for each in departures_of(assessment)
            ],
            caps=[(area.title, [cap_in_words(cap) for cap in area.applied]) for area in rated.areas if area.applied],
            is_judged=assessment.framework.scoring_mode == ScoringMode.KEY_QUESTION_JUDGEMENT,
            may_score=inspects and self.is_scored_now,
            may_manage=manages and self.is_scored_now,
            may_finish=may_finish and not missing,
            finish_refusal=missing if may_finish else "",
        )
        return render(request, "inspection/scoring/overview.html", context)


class ScoreStatement(DraftedScores):
    """One statement: its evidence by kind, what each score looks like, its scores, and what they were before."""

    step, done = "set_score", "The scores are kept."
    template = "inspection/scoring/statement.html"
    effects: tuple[Effect, ...] | None = None
    keeps_ratings = False
    theirs: Any = None

    @property
    def draft_page(self) -> str:  # type: ignore[override]
        return f"score:{self.statement.code}"

    @cached_property
    def statement(self) -> Statement:
        found = statement_in_scope(self.assessment, self.kwargs["statement_code"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def mode(self) -> str:
        return self.assessment.framework.scoring_mode

    def form(self, data: Any = None) -> StatementForm:
        key = self.statement.key
        kept = category_scores_of(self.assessment, key)
        whole = None
        if self.mode != ScoringMode.EVIDENCE_CATEGORY:
            whole = statement_scores_of(self.assessment).get(key)
        self.shelves = shelves_of(self.assessment, self.statement, self.user)
        self.shown = StatementForm(data, mode=self.mode, shelves=self.shelves, kept=kept, whole=whole)
        self.shown.title = f"{self.statement.code} {self.statement.title}"
        return self.shown

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Keep it, or only look at what it would change (R-392)."""
        if "look" not in request.POST:
            return super().post(request, **kwargs)
        if not ASSESSMENT.step(self.step).who.test(self.user, self.assessment):
            raise Http404
        form = self.bound = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        given = given_of(self.assessment)
        before, after = (rate(content_of(self.assessment), each) for each in (given, self._as_typed(given)))
        self.effects, self.keeps_ratings = effects(before, after), keeps_ratings(before, after)
        return self.show(form)

    def refused(self, form: Any, sentence: str) -> HttpResponse:
        """What was typed stands beside what is kept now; the next press counts on that, so its writer decides."""
        if self.theirs is not None:
            typed = form.data.copy()
            typed[self.shown.seen_name(self.theirs)] = str(self.theirs.version)
            form = self.bound = self.form(typed)
            form.is_valid()
        return super().refused(form, sentence)

    def _as_typed(self, given: Given) -> Given:
        """Everything that is kept, with this statement as it stands in the form."""
        return with_statement(given, self.statement.key, self.shown)

    def act(self, values: dict[str, Any]) -> object:
        try:
            return actions.score_statement(
                self.assessment,
                statement=self.statement.key,
                categories=self.shown.categories_said(),
                whole=self.shown.whole_said(),
                changed_because=values.get("changed_because", ""),
                by=self.user,
                at=self.at,
            )
        except Conflict as conflict:
            self.theirs = conflict.theirs
            raise

    def next_url(self, done: Any) -> str:
        return reverse("assessment-score-statement", args=[self.assessment.pk, self.statement.code])

    def facts(self) -> dict[str, Any]:
        content = content_of(self.assessment)
        before, after = neighbours_of(self.assessment, self.statement)
        result = self._result()
        return self.context(
            statement=self.statement,
            area=content.area(self.statement.area_key),
            levels=levels_of(content, self.statement, MEANINGS),
            result=result,
            lines=list(statement_lines(content, result)),
            shelves=self.shelves,
            pieces=sum(each.count for each in self.shelves),
            changes=changes_of_statement(self.assessment, self.statement),
            before=before,
            after=after,
            effects=self.effects,
            keeps_ratings=self.keeps_ratings,
            may_act=self.may_act,
            takes_words=self.may_act or self.shown.is_bound or bool(self.kept),
            mode=self.mode,
            **super().facts(),
        )

    def _result(self) -> StatementResult:
        """What is kept of this statement alone comes to this."""
        key, own = self.statement.key, category_scores_of(self.assessment, self.statement.key).values()
        whole = statement_scores_of(self.assessment).get(key) if self.mode != ScoringMode.EVIDENCE_CATEGORY else None
        scores = {each.category: each.score for each in own if each.score is not None}
        given = Given(
            category_scores={key: scores},
            not_sought={key: {each.category: each.not_sought_because for each in own if each.not_sought_because}},
            statement_scores={key: whole.score} if whole and whole.score else {},
            evidence={key: {each.category.key for each in self.shelves if each.items}},
            service=self.assessment.service_kind,
        )
        return rate_statement(content_of(self.assessment), self.statement, given)


def with_statement(given: Given, key: str, form: StatementForm) -> Given:
    """Everything that was given, with one statement as somebody typed it."""
    said, whole = form.categories_said(), form.whole_said()
    scores = {each.category: each.score for each in said if each.score is not None}
    reasons = {each.category: each.not_sought_because for each in said if each.not_sought_because}
    changed = replace(
        given,
        category_scores={**given.category_scores, key: scores},
        not_sought={**given.not_sought, key: reasons},
    )
    if whole is None:
        return changed
    statements = {name: score for name, score in given.statement_scores.items() if name != key}
    if whole.score is not None:
        statements[key] = whole.score
    return replace(changed, statement_scores=statements)


class JudgeArea(DraftedScores):
    """The rating of one area, where areas are judged (R-425)."""

    step, done = "judge_area", "The rating is kept."
    template = "inspection/scoring/judge.html"

    @property
    def draft_page(self) -> str:  # type: ignore[override]
        return f"judge:{self.area.key}"

    @cached_property
    def area(self) -> Area:
        found = content_of(self.assessment).area(self.kwargs["area_key"])
        if found is None:
            raise Http404
        return found

    def form(self, data: Any = None) -> PageForm:
        return JudgementForm(data, title=self.area.title, kept=judgements_of(self.assessment).get(self.area.key))

    def act(self, values: dict[str, Any]) -> object:
        return actions.judge_area(self.assessment, area=self.area.key, **values, by=self.user, at=self.at)

    def facts(self) -> dict[str, Any]:
        return self.context(
            area=self.area,
            characteristics=list(reversed(self.area.characteristics)),
            notes=[
                (each, row)
                for each in self.area.statements
                if (row := statement_scores_of(self.assessment).get(each.key)) is not None
            ],
            changes=changes_of_area(self.assessment, self.area.key, self.area.title),
            is_judged=self.assessment.framework.scoring_mode == ScoringMode.KEY_QUESTION_JUDGEMENT,
            may_act=self.may_act,
            **super().facts(),
        )
