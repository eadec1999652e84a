"""What comes in at the lists of cases."""

from django import forms
from django.utils.translation import gettext as _

from .kinds import all_kinds


class CaseFilter(forms.Form):
    """The filter beside a list. Every field may stay empty; a value that means nothing is ignored, not refused."""

    q = forms.CharField(required=False, max_length=100)
    kind = forms.CharField(required=False)
    stage = forms.CharField(required=False)
    stuck = forms.BooleanField(required=False)

    def chosen(self) -> dict[str, str]:
        """The filled-in fields that are valid, as they stand in the address."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def kind_items(self) -> list[dict[str, object]]:
        """Options of the list of kinds."""
        return _items([(kind.kind, kind.label) for kind in all_kinds()], self.chosen().get("kind", ""))

    def stage_items(self) -> list[dict[str, object]]:
        """Options of the list of stages: those of the chosen kind, or of all; equal labels are one option."""
        wanted = self.chosen().get("kind", "")
        stages = {
            stage.code: stage.label
            for kind in all_kinds()
            if wanted in {"", kind.kind}
            for stage in kind.workflow.stages
            if not stage.is_ended
        }
        return _items(list(stages.items()), self.chosen().get("stage", ""))

    def stuck_items(self) -> list[dict[str, object]]:
        """The one tick box of the list of stuck cases."""
        return [{"value": "on", "text": _("Only stuck cases"), "checked": "stuck" in self.chosen()}]


def _items(options: list[tuple[str, str]], chosen: str) -> list[dict[str, object]]:
    every = [("", _("Any")), *options]
    return [{"value": value, "text": text, "selected": value == chosen} for value, text in every]
