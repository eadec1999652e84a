"""The ceremony of a draw, and its public pages."""

from datetime import timedelta
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.chance.commitment import new_witness_value, witness_commitment
from sandbox_portal.chance.record import VERIFIER
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.doors import ANYONE, Door

from ..actions import draws as actions
from ..choices import DrawPurpose
from ..forms import chair as forms
from ..models import Draw, Selection
from ..queries.draws import draws_published, groups_to_draw, possible_witnesses, published_records
from ..queries.standings import standing_draw
from .steps import SelectionForm

CAPACITIES = {True: "Panel member", False: "Observer"}


class DrawForm(SelectionForm):
    """A form about the standing draw of one purpose."""

    @property
    def purpose(self) -> DrawPurpose:
        if self.kwargs["purpose"] not in DrawPurpose.values:
            raise Http404
        return DrawPurpose(self.kwargs["purpose"])

    def draw(self, selection: Selection) -> Draw:
        draw = standing_draw(selection, self.purpose)
        if draw is None:
            raise Http404
        return draw

    def next_url(self, done: Any) -> str:
        return reverse("selection-draw", args=[self.selection.pk, self.purpose])

    def facts(self) -> dict[str, Any]:
        back_to = "selection-order" if self.purpose is DrawPurpose.REVIEW else "selection-cut-off"
        return {"purpose": self.purpose, "back_url": reverse(back_to, args=[self.selection.pk])}


class DrawPage(DrawForm):
    """Where the draw stands and what each person does next; freezing it when there is none."""

    template = "selection/draws/ceremony.html"
    step = "freeze_draw"
    done = "The groups are frozen and the draw is announced."

    def form(self, data: Any = None) -> PageForm:
        return forms.FreezeDraw(data, possible_witnesses=possible_witnesses(self.selection))

    def act(self, values: dict[str, Any]) -> None:
        is_public = values["randomness"] == forms.SOURCES
        members = set(self.selection.round.panel.values_list("user", flat=True))
        seats = [actions.WitnessSeat(user, CAPACITIES[user.pk in members]) for user in values["witnesses"]]
        actions.freeze_draw(
            self.selection,
            purpose=self.purpose,
            source_names=values["sources"] if is_public else [],
            witnesses=[] if is_public else seats,
            not_before=self.at + timedelta(hours=values["hours"], minutes=1),
            by=self.user,
            at=self.at,
        )

    def facts(self) -> dict[str, Any]:
        draw = standing_draw(self.selection, self.purpose)
        witnesses = list(draw.witnesses.select_related("user").order_by("pk")) if draw else []
        return super().facts() | {
            "draw": draw,
            "groups": list(draw.groups.order_by("pk")) if draw else [],
            "to_draw": groups_to_draw(self.selection, self.purpose) if draw is None else [],
            "witnesses": witnesses,
            "mine": next((each for each in witnesses if each.user_id == self.user.pk), None),
            "all_committed": bool(witnesses) and all(each.commitment for each in witnesses),
            "all_revealed": bool(witnesses) and all(each.value for each in witnesses),
            "time_has_come": draw is not None and self.at >= draw.not_before,
        }


class EnterValues(DrawForm):
    step = "enter_draw_values"
    done = "The values are saved. A second person must confirm them."

    def form(self, data: Any = None) -> PageForm:
        return forms.DrawValues(data, source_names=self.draw(self.selection).source_names)

    def act(self, values: dict[str, Any]) -> None:
        actions.enter_draw_values(self.draw(self.selection), values=_numbers(values), by=self.user, at=self.at)


class HoldDraw(DrawForm):
    step = "hold_draw"
    done = "The draw has been held. Its record is public."

    def form(self, data: Any = None) -> PageForm:
        draw = self.draw(self.selection)
        if draw.uses_witnesses:
            return forms.HoldWithWitnesses(data)
        return forms.ConfirmValues(data, source_names=draw.source_names)

    def act(self, values: dict[str, Any]) -> None:
        actions.hold_the_draw(self.draw(self.selection), values=_numbers(values), by=self.user, at=self.at)


class CommitAsWitness(DrawForm):
    """A value is suggested with its SHA-256 filled in; only the SHA-256 is sent."""

    template = "selection/draws/commit.html"
    step = "commit_as_witness"
    done = "You have committed. Keep your value safe until everybody has."

    def form(self, data: Any = None) -> PageForm:
        self.draw(self.selection)
        if data is not None:
            return forms.WitnessCommitment(data)
        self.suggested = new_witness_value()
        return forms.WitnessCommitment(initial={"commitment": witness_commitment(self.suggested)})

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"suggested": getattr(self, "suggested", "")}

    def act(self, values: dict[str, Any]) -> None:
        actions.commit_as_witness(self.draw(self.selection), commitment=values["commitment"], by=self.user, at=self.at)


class RevealAsWitness(DrawForm):
    step = "commit_as_witness"
    done = "Your value is public now."

    def form(self, data: Any = None) -> PageForm:
        self.draw(self.selection)
        return forms.WitnessValue(data)

    def act(self, values: dict[str, Any]) -> None:
        actions.reveal_as_witness(self.draw(self.selection), value=values["value"], by=self.user, at=self.at)


class VoidDraw(DrawForm):
    step = "void_draw"
    done = "The draw is void. Its record stays public, with your reason."

    def form(self, data: Any = None) -> PageForm:
        self.draw(self.selection)
        return forms.VoidDraw(data)

    def act(self, values: dict[str, Any]) -> None:
        actions.void_the_draw(self.draw(self.selection), reason=values["reason"], by=self.user, at=self.at)


class PublicDraw(Door):
    """Everything about one draw, for anyone, from the moment it is frozen (R-182)."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest, draw_id: object) -> HttpResponse:
        draw = get_object_or_404(draws_published(), pk=draw_id)
        context = {"draw": draw, "groups": draw.groups.all(), "witnesses": draw.witnesses.all()}
        return render(request, "selection/draws/public.html", context)


class DrawRecordFile(Door):
    """The record of one group as verify_draw.py reads it."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest, draw_id: object, group: int) -> HttpResponse:
        draw = get_object_or_404(draws_published(), pk=draw_id)
        records = published_records(draw)
        if not 1 <= group <= len(records):
            raise Http404
        name = f"draw-{draw.purpose}-{draw.attempt}-{group}.json"
        response = JsonResponse(records[group - 1], json_dumps_params={"indent": 2, "ensure_ascii": False})
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class DrawProgram(Door):
    """The stand-alone program that checks a record, with nothing but Python."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> FileResponse:
        return FileResponse(
            VERIFIER.open("rb"), as_attachment=True, filename="verify_draw.py", content_type="text/x-python"
        )


def _numbers(values: dict[str, str]) -> list[list[int]]:
    names = sorted((name for name in values if name.startswith("source_")), key=lambda name: int(name.split("_")[1]))
    return [forms.numbers_in(values[name]) for name in names]
