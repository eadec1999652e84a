"""What inspectors choose on the pages of tablets and of the chain of custody."""

from django import forms

from sandbox_portal.documents.choices import LARGEST_FILE
from sandbox_portal.govuk.forms import FilterForm, PageForm


class TabletFilter(FilterForm):
    """The filter beside the list of tablets."""

    q = forms.CharField(label="Name of the tablet or the person", max_length=100, required=False)
    state = forms.ChoiceField(
        label="Which", choices=[("", "All"), ("in", "On the list"), ("out", "Taken off")], required=False
    )


class CustodyFilter(FilterForm):
    """The filter beside the evidence index."""

    q = forms.CharField(label="Words, or the beginning of a fingerprint", max_length=100, required=False)
    way = forms.ChoiceField(
        label="Written",
        choices=[
            ("", "Anywhere"),
            ("tablet", "On a tablet"),
            ("photos", "On a tablet, with photos"),
            ("desk", "At a desk"),
        ],
        required=False,
    )


class BringInForm(PageForm):
    """A file that a tablet saved."""

    title = "Bring in a file from a tablet"
    button = "Bring it in"

    file = forms.FileField(
        label="The file the tablet saved",
        help_text="Its name begins with “visits” and ends with “.json”. What the portal has already stays as it is.",
        error_messages={"required": "Choose the file", "empty": "The file is empty. Choose another one"},
    )

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if getattr(file, "fault", "") or file.size > LARGEST_FILE:
            raise forms.ValidationError("The file is larger than 25 MB. The tablet saves parts that are smaller")
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError("This is not a file that a tablet saved") from None
        return text
