"""What somebody's answers to “I” statements are as evidence, and which numbers may be told (R-375, R-358, R-428)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# The letter of a group, the kind of evidence its answers are, and whom they come from.
CATEGORY_OF = {"P": "people", "F": "people", "C": "staff", "L": "staff", "X": "partners"}
KIND_OF = {"P": "person", "F": "family", "C": "carer", "L": "leader", "X": "partner"}
SHOWS = {"yes": "strength", "no": "concern"}
NOT_SURE = "not_sure"
FEWEST_TOLD = 5  # below this nobody is told how many: it could point at somebody
WORDS = "more"  # what is added to the key of a statement for the words beside it
THEME = "theme."


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it was asked: `labels` are its answers in words; without any it asks for words alone."""

    key: str
    label: str
    labels: Mapping[str, str]
    maps_to: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[str, ...]:
        return tuple(each for each in self.maps_to if not each.startswith(THEME))

    @property
    def theme(self) -> str:
        return next((each.removeprefix(THEME) for each in self.maps_to if each.startswith(THEME)), "")


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer to one question is as evidence."""

    key: str
    text: str
    shows: str
    statements: tuple[str, ...]


def evidence_in(asked: Iterable[Asked], answers: Mapping[str, str]) -> tuple[Said, ...]:
    """One piece for each question that says something; a bare “I am not sure” says nothing."""
    return tuple(said for question in asked if (said := _said(question, answers)))


def words_key(key: str) -> str:
    """The key of the words beside a statement."""
    return f"{key}_{WORDS}"


def told(count: int) -> str:
    """A number that may be told; a small one only as what it is fewer than."""
    if count == 0:
        return "None"
    return f"Fewer than {FEWEST_TOLD}" if count < FEWEST_TOLD else str(count)


def _said(question: Asked, answers: Mapping[str, str]) -> Said | None:
    chosen, more = answers.get(question.key, ""), answers.get(words_key(question.key), "").strip()
    if not question.labels:
        words = chosen.strip()
        return Said(question.key, f"{question.label}\n{words}", "neutral", question.statements) if words else None
    if chosen not in question.labels:
        chosen = ""
    if not more and chosen in ("", NOT_SURE):
        return None
    answer = f"“{question.label}”\nAnswer: {question.labels[chosen]}" if chosen else f"“{question.label}”"
    text = f"{answer}\n{more}" if more else answer
    return Said(question.key, text, SHOWS.get(chosen, "neutral"), question.statements)


def letter_clock(letter: object) -> str:
    """The key of the clock of one letter, of which its holder is reminded (M-50)."""
    return f"feedback-letter:{letter}"
