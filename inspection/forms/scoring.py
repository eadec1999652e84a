"""What inspectors type in of scores, of what limits a rating, and of departures from one."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..actions.scores import CategoryEntry, WholeEntry
from ..choices.frameworks import Rating, Score, ScoringMode
from ..choices.scores import LimiterFact
from ..models import AreaJudgement, CategoryScore, Departure, StatementScore
from ..queries.score_desk import Shelf
from ..rulebook.telling import plain
from .parts import Drafted, line, pick, words

NOT_SOUGHT = "x"
SCORES = [(str(score.value), f"{score.value}: {score.label}") for score in reversed(Score)]
NO_SCORE = ("none", "No score yet")  # radio buttons leave out a choice without a value
LONGEST_REASON = 1000


class StatementForm(Drafted, PageForm):
    """Scores of one statement, in the manner of its framework; hidden fields say what its writer had before them."""

    usual_look = Look(mark_optional=False)

    def __init__(
        self,
        data: Any = None,
        *,
        mode: str,
        shelves: tuple[Shelf, ...],
        kept: Mapping[str, CategoryScore],
        whole: StatementScore | None,
    ) -> None:
        super().__init__(data)
        self.mode, self.shelves = mode, shelves
        if mode == ScoringMode.EVIDENCE_CATEGORY:
            for shelf in shelves:
                self._add_category(shelf, kept.get(shelf.category.key))
        else:
            self._add_whole(whole)
        if mode == ScoringMode.STATEMENT_DIRECT:
            for shelf in shelves:
                self._add_not_sought(shelf, kept.get(shelf.category.key))
        if whole or kept:
            self.fields["changed_because"] = words(
                "If you change what was kept before: why?",
                hint="What stood there before stays beside this reason and your name.",
                most=LONGEST_REASON,
                rows=2,
            )

    def _add_category(self, shelf: Shelf, row: CategoryScore | None) -> None:
        code = shelf.category.code
        score = str(row.score) if row and row.score else NOT_SOUGHT if row and row.not_sought_because else NO_SCORE[0]
        choices = [*SCORES, (NOT_SOUGHT, "Nobody looked for this evidence"), NO_SCORE]
        label = f"{shelf.category.title}: score"
        field = forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect, initial=score)
        field.look = Look(small=True, mark_optional=False, size="s")  # type: ignore[attr-defined]
        self.fields[f"{code}_score"] = field
        self.fields[f"{code}_words"] = self._why(
            f"{shelf.category.title}: why?", (row.not_sought_because or row.reasons) if row else ""
        )
        self.fields[f"{code}_seen"] = self._seen(row)

    def _add_not_sought(self, shelf: Shelf, row: CategoryScore | None) -> None:
        code = shelf.category.code
        label = f"{shelf.category.title}: if nobody looked for it, why?"
        self.fields[f"{code}_words"] = self._why(label, row.not_sought_because if row else "")
        self.fields[f"{code}_seen"] = self._seen(row)

    def _add_whole(self, row: StatementScore | None) -> None:
        if self.mode == ScoringMode.STATEMENT_DIRECT:
            choices = [*SCORES, NO_SCORE]
            initial = str(row.score) if row and row.score else NO_SCORE[0]
            self.fields["score"] = forms.ChoiceField(
                label="The score of this statement",
                choices=choices,
                required=False,
                widget=forms.RadioSelect,
                initial=initial,
            )
            reasons = words("The reasons", hint="What in the evidence led you to this score.", rows=5)
        else:
            hint = "Which of the characteristics of each rating you see in the evidence, and which you do not."
            reasons = words("What you see", hint=hint, rows=5)
        reasons.initial = row.reasons if row else ""
        self.fields["reasons"] = reasons
        self.fields["seen"] = self._seen(row)

    def _why(self, label: str, initial: str) -> forms.CharField:
        field = words(label, most=LONGEST_REASON)
        field.initial, field.look = initial, Look(rows=2, mark_optional=False)  # type: ignore[attr-defined]
        return field

    def _seen(self, row: CategoryScore | StatementScore | None) -> forms.IntegerField:
        return forms.IntegerField(
            widget=forms.HiddenInput, min_value=0, max_value=32_000, initial=row.version if row else 0
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for shelf in self.shelves if self.mode == ScoringMode.EVIDENCE_CATEGORY else ():
            code = shelf.category.code
            if values.get(f"{code}_score") == NOT_SOUGHT and not values.get(f"{code}_words", "").strip():
                self.add_error(f"{code}_words", f"{shelf.category.title}: say why nobody looked for this evidence")
        is_scored = score_of(values.get("score", "")) is not None
        if self.mode == ScoringMode.STATEMENT_DIRECT and is_scored and not values.get("reasons", "").strip():
            self.add_error("reasons", "Write down the reasons for this score")
        return values

    def rows(self) -> Iterator[tuple[Shelf, list[forms.BoundField], bool]]:
        """Each kind of evidence with its own fields; folded away where nothing is there, needed or kept."""
        for shelf in self.shelves:
            names = [f"{shelf.category.code}_{name}" for name in ("score", "words", "seen")]
            fields = [self[name] for name in names if name in self.fields]
            is_kept = any(str(field.value() or "") not in ("", "0", NO_SCORE[0]) for field in fields)
            yield shelf, fields, not (shelf.is_required or shelf.items or is_kept or self.is_bound)

    def seen_name(self, row: CategoryScore | StatementScore) -> str:
        """The hidden field that says which version of this place its writer had before them."""
        if isinstance(row, StatementScore):
            return "seen"
        return next(f"{each.category.code}_seen" for each in self.shelves if each.category.key == row.category)

    def whole(self) -> list[forms.BoundField]:
        return [self[name] for name in ("score", "reasons", "seen") if name in self.fields]

    def changed(self) -> forms.BoundField | None:
        return self["changed_because"] if "changed_because" in self.fields else None

    def categories_said(self) -> list[CategoryEntry]:
        return [entry for entry in map(self._entry, self.shelves) if entry is not None]

    def _entry(self, shelf: Shelf) -> CategoryEntry | None:
        code, values = shelf.category.code, self.cleaned_data
        if f"{code}_words" not in values:
            return None
        said, seen = values[f"{code}_words"].strip().replace("\r\n", "\n"), values[f"{code}_seen"]
        chosen = values.get(f"{code}_score", NOT_SOUGHT if said else "")
        if chosen == NOT_SOUGHT:
            return CategoryEntry(shelf.category.key, not_sought_because=said, seen=seen)
        return CategoryEntry(shelf.category.key, score=score_of(chosen), reasons=said, seen=seen)

    def whole_said(self) -> WholeEntry | None:
        if "reasons" not in self.fields:
            return None
        score = self.cleaned_data.get("score", "")
        reasons = self.cleaned_data["reasons"].strip().replace("\r\n", "\n")
        return WholeEntry(score_of(score), reasons, self.cleaned_data["seen"])


def score_of(chosen: str) -> int | None:
    """The score somebody chose; none where they chose none."""
    return int(chosen) if chosen.isdigit() else None


class JudgementForm(Drafted, PageForm):
    """The rating of one area by judgement."""

    button = "Keep the rating"

    def __init__(self, data: Any = None, *, title: str, kept: AreaJudgement | None) -> None:
        super().__init__(data)
        self.title = f"Judge: {title}"
        choices = [*((each.value, each.label) for each in reversed(Rating)), ("none", "No rating yet")]
        self.fields["rating"] = forms.ChoiceField(
            label="The rating",
            choices=choices,
            required=False,
            widget=forms.RadioSelect,
            initial=kept.rating if kept and kept.rating else "none",
        )
        self.fields["reasons"] = words("The reasons", rows=6)
        self.fields["reasons"].initial = kept.reasons if kept else ""
        if kept:
            self.fields["changed_because"] = words(
                "Why do you change it?", "Say why you change it", most=LONGEST_REASON, rows=2
            )
        self.fields["seen"] = forms.IntegerField(
            widget=forms.HiddenInput, min_value=0, max_value=32_000, initial=kept.version if kept else 0
        )

    def clean_rating(self) -> str:
        rating: str = self.cleaned_data["rating"]
        return "" if rating == "none" else rating


class LimiterForm(Drafted, PageForm):
    """A breach of a regulation, or what limits well-led."""

    title = "Note a breach, or what else limits a rating"
    button = "Note it"
    hint = "It limits the rating from now on. What you write stays, also if it is taken back."
    usual_look = Look(mark_optional=False)

    def __init__(self, data: Any = None, *, codes: list[str], areas: list[tuple[str, str]]) -> None:
        super().__init__(data)
        named = {each.value: each.label for each in LimiterFact}
        self.fields["code"] = pick("What is it?", [(code, named[code]) for code in codes], "Choose what it is")
        self.fields["area"] = forms.ChoiceField(
            label="If a regulation is breached: which area does it limit?",
            choices=[("", "Choose an area"), *areas],
            required=False,
        )
        self.fields["regulation"] = line(
            "If a regulation is breached: which?", hint="For example: Regulation 17, good governance", most=200
        )
        self.fields["words"] = words(
            "What shows it?", "Say what shows it", hint="Use codes of people such as P1, never names."
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("code") == LimiterFact.BREACH:
            if not values.get("area"):
                self.add_error("area", "Choose the area that the breach limits")
            if not values.get("regulation", "").strip():
                self.add_error("regulation", "Name the regulation that is breached")
        return values


class DepartureForm(Drafted, PageForm):
    """Ask to move one rating by one step. The choices name the rating and where it would go."""

    title = "Depart from a rating by professional judgement"
    button = "Ask for a second signature"
    hint = (
        "A rating can be moved by one step, with a written reason. It counts once another manager has signed. "
        "The report says that judgement was used."
    )

    def __init__(self, data: Any = None, *, moves: list[tuple[str, str, str, str]]) -> None:
        """`moves` are (about, rating, its title, in words)."""
        super().__init__(data)
        self.moves = {f"{about}.{rating}": (about, rating) for about, rating, _title, _words in moves}
        choices = [(f"{about}.{rating}", f"{title}: {told}") for about, rating, title, told in moves]
        self.fields["move"] = pick("Which rating, and to which?", choices, "Choose which rating moves")
        self.fields["reason"] = words(
            "Why does the evidence as a whole say otherwise?",
            "Write down the reason",
            hint="The file keeps it.",
            rows=6,
        )

    def clean_move(self) -> tuple[str, str]:
        return self.moves[self.cleaned_data["move"]]


def move_in_words(departure: Departure) -> str:
    """From what to what."""
    return f"from {plain(departure.computed)} to {plain(departure.rating)}"  # type: ignore[arg-type]
