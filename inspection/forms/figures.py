"""A spreadsheet of figures."""

from typing import Any

from django import forms

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.questions.sheets.opening import LARGEST_FILE


class SendFigures(PageForm):
    """Figures of monitoring, row by row."""

    title = "Bring in figures"
    button = "Read the file"
    file = forms.FileField(
        label="The file, filled in",
        help_text="An .xlsx or .csv file of at most 2 MB and 1,000 rows. If a single cell is wrong, nothing is kept.",
        error_messages={"required": "Choose the file", "empty": "The file is empty. Choose the one you have filled in"},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("The file is larger than 2 MB. Send the figures in parts")
        return file
