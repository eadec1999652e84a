"""The house rules for the wing's pages, its model and its table of steps, as they are for every wing."""

import pytest

from sandbox_portal.casework import access_record
from tests.house_rules import test_access_matrix as matrix
from tests.house_rules import test_get_changes_nothing as looking
from tests.house_rules import test_workflows as workflows
from tests.house_rules.access_table import breaches, pages, table
from tests.house_rules.conftest import built_worlds, own_media  # noqa: F401 - a fixture
from tests.house_rules.test_models import pairs_without_a_promise

from .models import ListRequest
from .workflow import LIST_REQUEST

pytestmark = pytest.mark.django_db
OURS = [page for page in pages() if page.name.startswith("list-request")]
RULES = [
    (matrix.test_only_the_people_of_the_table_come_in, lambda page: True),
    (matrix.test_a_method_the_table_does_not_name_does_nothing, lambda page: True),
    (matrix.test_somebody_really_sees_the_page, lambda page: True),
    (matrix.test_people_of_the_other_world_find_nothing_there, lambda page: page.parameters),
    (matrix.test_a_provider_never_reads_a_text_of_the_other_world, lambda page: True),
    (matrix.test_staff_without_a_second_step_are_sent_to_set_it_up, lambda page: True),
    (matrix.test_a_form_sent_from_another_site_is_refused, lambda page: "POST" in table()[page.name]),
]
CASES = [(page, rule) for page in OURS for rule, concerns in RULES if concerns(page)]
OF_TABLES = [
    workflows.test_every_stage_that_has_not_ended_has_an_owner_and_a_next_action,
    workflows.test_every_step_starts_and_ends_at_a_stage_there_is,
    workflows.test_every_stage_can_be_reached_and_every_open_one_left,
    workflows.test_every_step_has_words_for_its_button_and_its_event,
]


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), built_worlds(tmp_path_factory.mktemp("media")) as worlds:
        yield worlds


def test_the_wing_has_pages_and_all_stand_in_its_access_table():
    said = [sentence for sentence in breaches(pages(), table()) if "list-request" in sentence]

    assert (len(OURS), said) == (4, [])


@pytest.mark.parametrize(("page", "rule"), CASES, ids=lambda each: getattr(each, "name", "") or each.__name__[5:])
def test_a_page_keeps_the_rule(worlds, page, rule):
    rule(worlds, page)


@pytest.mark.parametrize("page", OURS, ids=lambda page: page.name)
def test_looking_at_a_page_writes_nothing(worlds, page, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(access_record, "write_down", lambda user, *, page, **named: looking.LOOKS.append(page))
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.file"
    settings.SESSION_FILE_PATH = str(tmp_path)

    looking.test_looking_at_a_page_writes_nothing(worlds, page)


@pytest.mark.parametrize("rule", OF_TABLES, ids=lambda rule: rule.__name__[5:])
def test_the_table_of_steps_keeps_the_rule(rule):
    rule(LIST_REQUEST)


def test_the_model_keeps_who_and_when_together():
    assert pairs_without_a_promise(ListRequest) == []
