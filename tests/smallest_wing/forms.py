"""What comes in."""

from typing import Any

from django import forms

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.models import Organisation


class StartRequest(PageForm):
    title = question = "organisation"
    organisation = forms.ChoiceField(label="Which organisation is this for?", widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, organisations: list[Organisation]) -> None:
        super().__init__(data)
        self.by_id = {str(each.pk): each for each in organisations}
        self.fields["organisation"].choices = [(key, each.name) for key, each in self.by_id.items()]

    def clean_organisation(self) -> Organisation:
        return self.by_id[self.cleaned_data["organisation"]]


class Confirm(PageForm):
    def __init__(self, data: Any = None, *, title: str) -> None:
        super().__init__(data)
        self.title = self.button = title
