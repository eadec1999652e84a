"""The one way an action says no: a whole sentence for a person, never read by code."""

from typing import Literal

from sandbox_portal.people.refusals import Refused

__all__ = ["About", "Conflict", "Refusal", "Refused"]

About = Literal["who", "when", "needs"]


class Refusal(str):
    """A sentence, and which part of a step's row it comes from: who hides the button, the others grey it."""

    about: About

    def __new__(cls, sentence: str, about: About) -> "Refusal":
        refusal = super().__new__(cls, sentence)
        refusal.about = about
        return refusal


class Conflict(Refused):
    """Somebody else changed the same thing first. `theirs` is what is stored now; nothing of yours was lost."""

    def __init__(self, sentence: str, *, theirs: object) -> None:
        super().__init__(sentence)
        self.theirs = theirs
