"""Looking for long work."""

from django import forms

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..choices import JobState


class JobsFilter(PageForm):
    """Which of a person's jobs to show."""

    looks = {"words": Look(size="s"), "state": Look(size="s")}

    words = forms.CharField(label="Words of its title", required=False)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("any", "Any state"),
            ("going_on", "Going on"),
            (JobState.DONE, JobState.DONE.label),
            (JobState.FAILED, JobState.FAILED.label),
            (JobState.CANCELLED, JobState.CANCELLED.label),
        ],
    )
