"""A database made from nothing is made by the statements of Django's own way, only sooner."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from sandbox_portal.operations.management.commands.migrate import SwiftExecutor, SwiftState

# Enough to alter fields that have constraints, and few enough for the long way.
PART = ("account", "people", "casework")


@pytest.fixture
def loader(db):
    return MigrationExecutor(connection).loader


def statements(state, loader, *apps):
    """What PostgreSQL is told on the way to the newest migrations of these apps, and the models they end with."""
    told, seen = [], set()
    state.apps  # noqa: B018 - drawn once, as when a database is made
    for target in loader.graph.leaf_nodes():
        for name in loader.graph.forwards_plan(target) if target[0] in apps else []:
            if name in seen:
                continue
            seen.add(name)
            with connection.schema_editor(collect_sql=True, atomic=False) as editor:
                state = loader.graph.nodes[name].apply(state, editor, collect_sql=True)
            told += editor.collected_sql
    return told, state


def outline(state):
    return {name: (list(model.fields), model.options) for name, model in state.models.items()}


def test_it_tells_postgresql_the_same_as_django_does(loader):
    swift, ended = statements(SwiftState(real_apps=loader.unmigrated_apps), loader, *PART)
    long, expected = statements(ProjectState(real_apps=loader.unmigrated_apps), loader, *PART)

    assert swift == long
    assert outline(ended) == outline(expected)
    assert len([words for words in swift if words.startswith("CREATE TABLE")]) > 30


def test_twin_without_the_constraints_of_the_drawn_models_it_tells_something_else(loader, monkeypatch):
    def only_note(self, app_label, model_name, option_name, obj):
        options = self.models[app_label, model_name].options
        options[option_name] = [*options[option_name], obj]

    swift, _ended = statements(SwiftState(real_apps=loader.unmigrated_apps), loader, "account")
    monkeypatch.setattr(SwiftState, "_append_option", only_note)

    assert statements(SwiftState(real_apps=loader.unmigrated_apps), loader, "account")[0] != swift


def test_a_database_that_has_migrations_goes_djangos_way(db):
    executor = SwiftExecutor(connection)
    there = type(executor._create_project_state(with_applied_migrations=True))
    executor.loader.applied_migrations = {}

    assert (there, type(executor._create_project_state(with_applied_migrations=True))) == (ProjectState, SwiftState)
