"""The filters beside lists of cases. Every field may stay empty; a value that means nothing is ignored, not refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandbox_portal.govuk.forms import FilterForm
from sandbox_portal.people.models import User

from ..desk_words import flags_seen_by
from ..kinds import all_kinds
from ..queries.desk import owners_to_choose
from ..queries.queues import BY_DUE, MINE, NO_DATE, NO_PERSON, OVERDUE, SOON, TEAM, Wanted

ANY = ("", gettext_lazy("Any"))


class KindFilter(FilterForm):
    """Kind and stage, as every list of cases knows them."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of case"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)

    def __init__(self, *args: Any, user: User, **named: Any) -> None:
        super().__init__(*args, **named)
        self.user = user
        self.fields["kind"].choices = [ANY, *((kind.kind, kind.label) for kind in all_kinds())]
        self.fields["stage"].choices = [ANY, *self._stages(str(self.data.get("kind", "")))]

    def wanted(self) -> Wanted:
        chosen = self.chosen()
        return Wanted(**chosen, chosen=chosen)

    def has_tag(self, name: str, value: str) -> bool:
        return name != "sort"

    def _stages(self, wanted: str) -> list[tuple[str, str]]:
        """Those of the chosen kind, or of all; equal codes are one option."""
        stages = {
            stage.code: stage.label
            for kind in all_kinds()
            if wanted in {"", kind.kind}
            for stage in kind.workflow.stages
            if not stage.is_ended
        }
        return list(stages.items())


class ActionFilter(KindFilter):
    """The filter of what waits for one person."""

    due = forms.ChoiceField(label=gettext_lazy("Due"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["due"].choices = [ANY, *DUE]


class StuckFilter(KindFilter):
    """The filter of the list of stuck cases."""

    owner = forms.ChoiceField(label=gettext_lazy("Who has it"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["owner"].choices = [ANY, *OWNERS]


class QueueFilter(KindFilter):
    """Everything a queue can be asked for (must-have 18)."""

    q = forms.CharField(label=gettext_lazy("Reference, title or organisation"), required=False, max_length=100)
    owner = forms.ChoiceField(label=gettext_lazy("Who has it"), required=False)
    age = forms.ChoiceField(label=gettext_lazy("In its stage for"), required=False)
    due = forms.ChoiceField(label=gettext_lazy("Due"), required=False)
    flag = forms.ChoiceField(label=gettext_lazy("Flag"), required=False)
    held = forms.ChoiceField(label=gettext_lazy("On hold"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Sort by"), required=False)
    organisation = forms.UUIDField(required=False, widget=forms.HiddenInput)

    field_order = ("q", "kind", "stage", "owner", "age", "due", "flag", "held", "sort", "organisation")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        people = owners_to_choose(self.user)
        self.fields["owner"].choices = [ANY, *OWNERS, *people]
        self.fields["age"].choices = [
            ANY,
            ("0", _("less than 5 working days")),
            ("5", _("5 to 9 working days")),
            ("10", _("10 to 19 working days")),
            ("20", _("20 working days or more")),
        ]
        self.fields["due"].choices = [ANY, *DUE, (NO_DATE, _("without a date"))]
        self.fields["flag"].choices = [ANY, *((code, word.label) for code, word in flags_seen_by(self.user).items())]
        self.fields["held"].choices = [ANY, ("yes", _("on hold")), ("no", _("not on hold"))]
        self.fields["sort"].choices = [("", _("Longest in its stage first")), (BY_DUE, _("Due first"))]


OWNERS = [
    (MINE, gettext_lazy("me")),
    (TEAM, gettext_lazy("my team")),
    (NO_PERSON, gettext_lazy("nobody yet")),
]
DUE = [(OVERDUE, gettext_lazy("overdue")), (SOON, gettext_lazy("in the next 7 days"))]
