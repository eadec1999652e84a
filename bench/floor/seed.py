"""Fill the floor."""

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench.floor.models import Application, Organisation, Score

WORDS = "We help small teams of carers who look after the people of one valley and plan their own week. " * 40


def fill(count: int) -> dict[str, str]:
    """Make the tables and this many applications with five scores each; returns the cookie of somebody signed in."""

    call_command("migrate", run_syncdb=True, verbosity=0)
    organisations = Organisation.objects.bulk_create(Organisation(name=f"Valley Teams {n}") for n in range(count))
    applications = Application.objects.bulk_create(
        (
            Application(reference=f"R1-{n:05d}", organisation=each, stage="scored", text=WORDS, total=n % 16 + 5)
            for n, each in enumerate(organisations)
        ),
        batch_size=2000,
    )
    scores = (Score(application=each, member=m, value=3, reason="Shown.") for each in applications for m in range(5))
    Score.objects.bulk_create(scores, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(User.objects.create_user("member"))
    return {"cookie": client.cookies["sessionid"].value}
