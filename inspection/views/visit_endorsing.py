"""What is done about the record of a visit by somebody who was not there (R-374)."""

from typing import Any

from sandbox_portal.casework.models import Case
from sandbox_portal.govuk.forms import PageForm

from ..actions import visits as actions
from ..forms.parts import Say
from ..visited import Visited
from .visits import OneVisit


class LookedAt(OneVisit):
    """What is done by somebody who was not there."""

    def is_theirs(self, rules: Visited, case: Case) -> bool:
        return rules.endorses(case, self.user)


class EndorseVisit(LookedAt):
    done = "The visit is endorsed."

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title=f"Endorse {str(self.visit).lower()}",
            label="A word to the team",
            button="Endorse it",
            hint="You say that the record is complete. It does not change after this.",
        )

    def act(self, values: dict[str, Any]) -> object:
        return actions.endorse_visit(self.visit, note=values["because"], by=self.user, at=self.at)


class SendVisitBack(LookedAt):
    done = "The visit is with its team again."

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title=f"Send {str(self.visit).lower()} back to its team",
            label="What is missing?",
            missing="Say what is missing",
            button="Send it back",
        )

    def act(self, values: dict[str, Any]) -> object:
        return actions.send_visit_back(self.visit, because=values["because"], by=self.user, at=self.at)
