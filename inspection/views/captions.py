"""What stands above the title of a form: which assessment it is about."""

from sandbox_portal.govuk.forms import PageForm

from ..models import Assessment


def captioned(form: PageForm, assessment: Assessment) -> PageForm:
    """The same form, with reference and name above its title, unless it has words of its own there."""
    form.caption = form.caption or f"{assessment}, {assessment.subject_name}"
    return form
