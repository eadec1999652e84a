"""The demonstration: played by the real steps, the same when it is loaded twice, refused where things are real."""

import io

import pytest
from django.conf import settings as portal_settings
from django.core.management import CommandError, call_command

from sandbox_portal.casework.content import loaders
from sandbox_portal.chance.commitment import opens
from sandbox_portal.demo.walk import witness_value
from sandbox_portal.people.clock import database_now
from selection.models import Application, Draw


def load_everything() -> None:
    for _name, load in loaders():
        load(portal_settings.CONTENT_ROOT, database_now())
    call_command("load_demo", stdout=io.StringIO())


def results(number: int) -> dict[str, tuple[str, int | None]]:
    sent = Application.objects.filter(round__number=number, submitted_at__isnull=False).order_by("number")
    rows = sent.values_list("case__reference", "case__stage", "total")
    return {reference: (stage, total) for reference, stage, total in rows}


@pytest.mark.django_db
def test_the_demonstration_shows_ex_d1_decided_and_ex_d4_before_its_draw_and_loading_it_again_adds_nothing():
    load_everything()
    counted = Application.objects.count()

    call_command("load_demo", stdout=io.StringIO())

    assert Application.objects.count() == counted
    assert results(3) == {
        "R3-001": ("selected", 19),
        "R3-002": ("selected", 18),
        "R3-003": ("out_of_scope", None),
        "R3-004": ("selected", 17),
        "R3-005": ("not_committed", None),
        "R3-006": ("selected", 16),
        "R3-007": ("selected", 14),
        "R3-008": ("selected", 13),
    }
    assert [total for _stage, total in results(4).values()] == [19, 18, 17, 16, 15, 15, 15, 13]
    draw = Draw.objects.get(selection__round__number=4, purpose="places")
    assert [(group.pool, group.places, group.order) for group in draw.groups.all()] == [
        (["R4-005", "R4-006", "R4-007"], 2, None)
    ]
    assert all(opens(witness.commitment, witness_value(witness.user.email)) for witness in draw.witnesses.all())


@pytest.mark.django_db
def test_the_demonstration_is_refused_where_things_are_real(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("load_demo")
    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("demo_draw")
