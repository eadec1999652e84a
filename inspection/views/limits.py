"""What limits a rating, and departures from one with two signatures (R-384, R-389)."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.choices import Role

from ..actions import limits as actions
from ..choices.scores import LimiterFact
from ..forms.parts import Confirm, Say
from ..forms.scoring import DepartureForm, LimiterForm, move_in_words
from ..models import Departure, NotedLimiter
from ..queries.evidence import content_of, statements_in_scope
from ..queries.score_desk import standing_of_areas
from ..queries.scores import departures_visible_to, limiters_visible_to, rated_now
from ..rulebook.rating import neighbours
from ..rulebook.telling import plain
from ..workflow import ASSESSMENT
from .captions import captioned
from .drafting import DraftedPage
from .score_pages import ScoresForm

MANAGERS = frozenset({Role.INSPECTION_MANAGER})
INSPECTORS = frozenset({Role.INSPECTOR, Role.INSPECTION_MANAGER})


class LimitForm(ScoresForm):
    """A form that only those see who may take its step, whatever the stage says."""

    access = INSPECTORS
    template = "components/page_form.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not ASSESSMENT.step(self.step).who.test(self.user, self.assessment):
            raise Http404
        return super().get(request, **kwargs)

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        return super().show(captioned(form, self.assessment), status)


class DraftedLimitForm(LimitForm, DraftedPage):
    """The same, where what is typed is kept while it is typed."""

    template = "inspection/drafts/form.html"

    def show_drafted(self, form: Any, **how: Any) -> HttpResponse:
        return super().show_drafted(captioned(form, self.assessment), **how)


class NoteLimiter(DraftedLimitForm):
    draft_page = "limiter"
    step, done = "note_limiter", "It is noted, and limits the rating."

    def form(self, data: Any = None) -> PageForm:
        content = content_of(self.assessment)
        codes = [each.value for each in LimiterFact if each.value in content.limiters]
        chosen = {each.area_key for each in statements_in_scope(self.assessment)}
        areas = [(area.key, area.title) for area in content.areas if area.key in chosen]
        return LimiterForm(data, codes=codes, areas=areas)

    def act(self, values: dict[str, Any]) -> object:
        return actions.note_limiter(self.assessment, **values, by=self.user, at=self.at)


class EndLimiter(LimitForm):
    step, done = "end_limiter", "It is taken back, and limits nothing any more."

    @cached_property
    def limiter(self) -> NotedLimiter:
        found = limiters_visible_to(self.user).filter(assessment=self.assessment)
        return get_object_or_404(found, pk=self.kwargs["limiter_id"])

    def form(self, data: Any = None) -> PageForm:
        title = f"Take back: {self.limiter}"
        label, missing = "Why does it not hold?", "Say why it does not hold"
        return Say(data, title=title, label=label, missing=missing, button="Take it back", hint=self.limiter.words)

    def act(self, values: dict[str, Any]) -> object:
        return actions.end_limiter(self.limiter, because=values["because"], by=self.user, at=self.at)


class AskDeparture(DraftedLimitForm):
    access, draft_page = MANAGERS, "departure"
    step, done = "ask_departure", "Another inspection manager is asked to sign it. Until then it does not count."

    def form(self, data: Any = None) -> PageForm:
        standing = standing_of_areas(rated_now(self.assessment))
        moves = [
            (about, rating, title, f"from {plain(computed)} to {plain(rating)}")
            for about, (title, computed) in standing.items()
            if computed is not None
            for rating in neighbours(computed)
        ]
        return DepartureForm(data, moves=moves)

    def act(self, values: dict[str, Any]) -> object:
        about, rating = values["move"]
        reason = values["reason"]
        return actions.ask_departure(
            self.assessment, about=about, rating=rating, reason=reason, by=self.user, at=self.at
        )


class OneDeparture(LimitForm):
    """A page that signs or ends one departure."""

    access = MANAGERS

    @cached_property
    def departure(self) -> Departure:
        found = departures_visible_to(self.user).filter(assessment=self.assessment)
        return get_object_or_404(found, pk=self.kwargs["departure_id"])

    @property
    def words(self) -> str:
        area = content_of(self.assessment).area(self.departure.about)
        return f"{area.title if area else 'The whole'}, {move_in_words(self.departure)}"


class SignDeparture(OneDeparture):
    step, done = "sign_departure", "You have signed it. It counts from now on."

    def form(self, data: Any = None) -> PageForm:
        hint = f"{self.departure.asked_by.name} gives this reason: {self.departure.reason}"
        return Confirm(data, title=f"Sign a departure: {self.words}", button="Sign as the second manager", hint=hint)

    def act(self, values: dict[str, Any]) -> object:
        return actions.sign_departure(self.departure, by=self.user, at=self.at)


class EndDeparture(OneDeparture):
    step, done = "end_departure", "It has ended. What was worked out counts again."

    def form(self, data: Any = None) -> PageForm:
        title = f"End a departure: {self.words}"
        return Say(data, title=title, label="Why does it end?", missing="Say why it ends", button="End it")

    def act(self, values: dict[str, Any]) -> object:
        return actions.end_departure(self.departure, because=values["because"], by=self.user, at=self.at)
