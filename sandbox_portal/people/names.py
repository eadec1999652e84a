"""What a name must have to be one."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .broken_text import seen_line


def something_to_see(text: str) -> None:
    """Refuse a name of which nothing can be seen (D06)."""
    if not seen_line(text):
        raise ValidationError(_("Enter a name that can be read."))
