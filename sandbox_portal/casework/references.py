"""The references people say on the telephone: a prefix for each kind of case, and numbers without a gap."""

from django.db import connection
from django.db.models.functions import Length

from .models import Case


def next_reference(prefix: str, *, digits: int = 4) -> str:
    """The next free reference of this prefix, such as LD-0007. Call it in the action that gives it to its case.

    Two such actions at once queue up until the first of them has ended, so no number is given twice or left out.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"reference of {prefix}"])
    given = Case.objects.filter(reference__startswith=f"{prefix}-")
    newest = given.order_by(Length("reference").desc(), "-reference").values_list("reference", flat=True).first()
    number = int(newest.rpartition("-")[2]) + 1 if newest else 1
    return f"{prefix}-{number:0{digits}d}"
