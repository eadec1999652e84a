"""A prepared question finds what the plain one finds: for this person, and what is stored now."""

from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from sandbox_portal.casework import prepared
from sandbox_portal.casework.models import Assistance, Case
from sandbox_portal.casework.prepared import number_of, rows_of
from sandbox_portal.casework.queries import case_visible_to
from sandbox_portal.casework.voices import voice_of
from sandbox_portal.people import statements
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership, Organisation, User
from sandbox_portal.people.queries import organisations_visible_to
from tests.factories.people import make_organisation, make_provider, make_staff, make_user

from .kinds import open_leaflet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    prepared._kept.clear()


def named(user, order: str) -> QuerySet[Organisation]:
    return organisations_visible_to(user).order_by(order)


def one(user, *, organisation_id) -> QuerySet[Membership]:
    return Membership.objects.filter(user=user, organisation=organisation_id).select_related("organisation", "user")


def test_two_people_of_the_same_shape_each_find_their_own():
    first, second = make_organisation("Moor Lane"), make_organisation("Weir House")
    people = make_provider(first), make_provider(second)

    assert [rows_of(named, person, "name") for person in people] == [[first], [second]]
    assert [number_of(named, person, "name") for person in people] == [1, 1]


def with_everything(user, *, organisation_id) -> QuerySet[Case]:
    """A row with rows beside it, one of which is missing; columns left out; a number and JSON beside them."""
    people = Membership.objects.filter(organisation=OuterRef("organisation")).order_by().values("organisation")
    return (
        Case.objects.filter(organisation=organisation_id)
        .select_related("organisation", "owner")
        .defer("words", "organisation__summary")
        .annotate(
            people=Subquery(people.annotate(count=Count("pk")).values("count")),
            said=JSONObject(stage="stage", name="organisation__name"),
        )
    )


def as_read(row):
    """Everything an object knows, with the objects beside it."""
    beside = row._state.fields_cache.values()
    known = [{name: value for name, value in vars(each).items() if name != "_state"} for each in (row, *beside) if each]
    return known, sorted(row._state.fields_cache), row._state.db, row._state.adding


def test_objects_are_made_as_django_makes_them():
    home = make_organisation("Moor Lane")
    user = make_provider(home)
    open_leaflet(home, by=user, at=database_now())

    (found,) = rows_of(with_everything, user, organisation_id=home.pk)
    (plain,) = with_everything(user, organisation_id=home.pk)

    assert as_read(found) == as_read(plain)
    assert (found.people, found.said["name"], found.owner) == (2, "Moor Lane", None)
    assert found.get_deferred_fields() == {"words"}


def test_it_is_compiled_once_and_asked_each_time(settings):
    settings.TESTING = False  # which also compares
    home, calls = make_organisation("Moor Lane"), []
    user = make_provider(home)

    def counted(user):
        calls.append(user)
        return named(user, "name")

    rows_of(counted, user)
    Organisation.objects.filter(pk=home.pk).update(name="Weir House")

    assert [each.name for each in rows_of(counted, user)] == ["Weir House"]
    assert len(calls) == 1


def test_what_belongs_to_a_row_comes_with_it(django_assert_num_queries):
    home = make_organisation("Moor Lane")
    user = make_provider(home)
    rows_of(one, user, organisation_id=home.pk)

    with django_assert_num_queries(1):
        (row,) = rows_of(one, user, organisation_id=home.pk)
        assert (row.organisation.name, row.user) == ("Moor Lane", user)


def test_somebody_who_belongs_nowhere_finds_nothing_and_later_their_own():
    user, home = make_user(), make_organisation("Moor Lane")
    assert rows_of(named, user, "name") == []

    Membership.objects.create(user=user, organisation=home)

    assert rows_of(named, type(user).objects.get(pk=user.pk), "name") == [home]


def test_a_question_that_depends_on_more_than_its_shape_stops_the_tests():
    """The twin: without the name of the order in the shape, the second asker would get the words of the first."""
    user, order = make_provider(make_organisation()), ["name"]

    def hidden(user):
        return named(user, order[0])

    rows_of(hidden, user)
    order[0] = "-name"

    with pytest.raises(AssertionError, match="says another"):
        rows_of(hidden, user)


def addressed(user) -> QuerySet[User]:
    return User.objects.filter(email__iexact=user.email)


def of_nobody_in_particular(*, name: str, other: str) -> QuerySet[Organisation]:
    return Organisation.objects.filter(name__in=[name, other]).order_by("name")


def held(*, organisation_id) -> QuerySet[Organisation]:
    return Organisation.objects.select_for_update().filter(pk=organisation_id)


def test_a_question_about_ones_own_address_finds_ones_own():
    people = make_user(), make_user()

    assert [rows_of(addressed, person) for person in people] == [[person] for person in people]


def test_a_question_that_nobody_in_particular_asks_takes_words_as_values():
    first, second, third = map(make_organisation, ("Moor Lane", "Weir House", "Yew Street"))

    assert rows_of(of_nobody_in_particular, None, name="Moor Lane", other="Yew Street") == [first, third]
    assert rows_of(of_nobody_in_particular, None, name="Moor Lane", other="Weir House") == [first, second]


def test_who_types_for_an_organisation_reaches_one_case_although_its_people_asked_the_same_before():
    home = make_organisation("Moor Lane")
    colleague, typist = make_provider(home, place=Place.CONTRIBUTOR), make_staff(Role.PROGRAMME_LEAD)
    one, other = (open_leaflet(home, by=colleague, at=database_now()) for _ in range(2))
    assert [case_visible_to(colleague, case.pk) for case in (one, other)] == [one, other]

    voice = voice_of(typist, Assistance(case=one, organisation=home))

    assert [case_visible_to(voice, case.pk) for case in (one, other)] == [one, None]


@pytest.mark.django_db(transaction=True)
def test_a_row_is_held_in_a_transaction_or_not_at_all():
    home = make_organisation("Moor Lane")
    with transaction.atomic():
        assert rows_of(held, None, organisation_id=home.pk) == [home]

    with pytest.raises(transaction.TransactionManagementError):
        rows_of(held, None, organisation_id=home.pk)


class EmptiedByAnother(dict):
    """What is kept, in the moment in which another thread finds it full and empties it."""

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        self.clear()


def test_a_page_gets_its_answer_although_another_empties_what_is_kept(monkeypatch):
    monkeypatch.setattr(prepared, "_kept", EmptiedByAnother())
    organisation = make_organisation()

    assert number_of(named, make_provider(organisation), "name") == 1


def test_postgresql_plans_it_once_on_a_connection(django_assert_num_queries):
    user = make_provider(make_organisation("Moor Lane"))
    rows_of(named, user, "name")
    with django_assert_num_queries(1) as asked:
        rows_of(named, user, "name")

    assert asked.captured_queries[0]["sql"].startswith("EXECUTE portal_")


def test_a_question_refused_once_is_asked_again_afterwards():
    """A name is known to a connection only when PostgreSQL has taken it."""
    home = make_organisation("Moor Lane")
    user = make_provider(home)

    def asked_after_a_fault():
        with transaction.atomic():
            with suppress(DatabaseError):
                connection.cursor().execute("SELECT 1 / 0")
            rows_of(named, user, "-name")

    statements._known.clear()
    with pytest.raises(DatabaseError):
        asked_after_a_fault()
    assert rows_of(named, user, "-name") == [home]


def test_a_connection_never_holds_more_than_it_may(monkeypatch):
    monkeypatch.setattr(statements, "MOST_KEPT", 1)
    statements._known.clear()
    home = make_organisation("Moor Lane")
    user = make_provider(home)

    assert [rows_of(named, user, order) for order in ("name", "-name", "name")] == [[home]] * 3
    assert len(statements._known[connection.connection]) == 1
