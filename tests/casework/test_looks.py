"""What a page asks twice is read once in a look, and never remembered where something is decided."""

import pytest

from sandbox_portal.casework.looks import nothing_remembered, once_a_look, one_look
from sandbox_portal.people.models import Organisation
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db


@once_a_look
def name_of(organisation: Organisation) -> str:
    return Organisation.objects.values_list("name", flat=True).get(pk=organisation.pk)


def renamed(organisation: Organisation, name: str) -> Organisation:
    Organisation.objects.filter(pk=organisation.pk).update(name=name)
    return organisation


def test_a_look_reads_once_and_ends(django_assert_num_queries):
    organisation = make_organisation("Willow Care")
    again = Organisation.objects.get(pk=organisation.pk)

    with django_assert_num_queries(1), one_look(), one_look():
        assert [name_of(organisation), name_of(again)] == ["Willow Care", "Willow Care"]

    assert name_of(renamed(organisation, "Oak Care")) == "Oak Care"


def test_what_is_about_another_row_is_another_question():
    with one_look():
        assert [name_of(make_organisation(name)) for name in ("Willow Care", "Oak Care")] == ["Willow Care", "Oak Care"]


def test_nothing_is_remembered_where_it_must_not_be():
    organisation = make_organisation("Willow Care")
    with one_look():
        name_of(organisation)
        renamed(organisation, "Oak Care")
        with nothing_remembered():
            assert name_of(organisation) == "Oak Care"
        assert name_of(organisation) == "Willow Care"
