"""A round is given up by two programme leads, with reasons that everybody can read."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from programme.choices import RoundStage
from programme.models import Round
from sandbox_portal.casework.models import Decision
from sandbox_portal.casework.reason_lists import load_reasons
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.people import make_staff
from tests.factories.rounds import make_round
from tests.signing_in import sign_in

WHY = "Two organisations could go on, and the round needs four."


@pytest.fixture
def round_(db):
    load_reasons(settings.CONTENT_ROOT, database_now())
    return make_round()


def lead():
    return sign_in(Client(), make_staff(Role.PROGRAMME_LEAD))


def stage_of(round_):
    return Round.objects.select_related("case").get(pk=round_.pk).case.stage


def test_one_lead_writes_and_signs_and_another_ends_the_round(round_):
    first, second = lead(), lead()
    manage = first.get(reverse("round-manage", args=[round_.slug])).content.decode()
    draft = first.get(reverse("round-abandon", args=[round_.slug]))["Location"]

    passed_on = first.post(
        draft, {"outcome": "give_up", "reasons": ["too_few_applications"], "text": WHY, "sign": "yes"}
    )
    sign = passed_on["Location"]
    alone = first.post(sign, {"sign": "yes"})
    before = stage_of(round_)
    second.post(sign, {"sign": "yes"})

    assert reverse("round-abandon", args=[round_.slug]) in manage
    assert (alone.status_code, before) == (409, RoundStage.PREPARING)
    assert stage_of(round_) == RoundStage.ABANDONED
    assert WHY in second.get(sign).content.decode()


def test_a_mistake_keeps_what_was_written_and_sending_back_shows_why(round_):
    first, second = lead(), lead()
    draft = first.get(reverse("round-abandon", args=[round_.slug]))["Location"]

    wrong = first.post(draft, {"outcome": "give_up", "text": WHY, "sign": "yes"})
    sign = first.post(draft, {"outcome": "give_up", "reasons": ["not_safe"], "text": WHY, "sign": "yes"})["Location"]
    silent = second.post(sign, {"comment": "", "return": "yes"})
    second.post(sign, {"comment": "Say how many.", "return": "yes"})

    assert (wrong.status_code, WHY in wrong.content.decode()) == (422, True)
    assert (silent.status_code, Decision.objects.get().state) == (422, "draft")
    assert "Say how many." in first.get(draft).content.decode()


def test_other_staff_find_no_draft(round_):
    first, auditor = lead(), sign_in(Client(), make_staff(Role.AUDITOR))
    draft = first.get(reverse("round-abandon", args=[round_.slug]))["Location"]
    sign = first.post(draft, {"outcome": "give_up", "reasons": ["not_safe"], "text": WHY, "save": "yes"})["Location"]

    assert [auditor.get(page).status_code for page in (draft, sign)] == [404, 404]
