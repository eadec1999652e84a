"""Django's own `migrate`, swift where it makes a database from nothing: for the first start and for tests.

Django draws the models anew after each operation, with all that are related to them, and here everything is related to
people and cases: of a hundred migrations on an empty database nine tenths were that. Two of its steps need none of it
on PostgreSQL (docs/performance.md). A database that has migrations is brought up to date by Django's way alone.
"""

from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState


class SwiftState(ProjectState):
    """The models as they were at a migration, with no more of them drawn anew than an empty database asks for."""

    def clone(self) -> "SwiftState":
        copy = super().clone()
        copy.__class__ = SwiftState
        return copy  # type: ignore[return-value] - it is one now

    def add_model(self, model_state: ModelState) -> None:
        """Draw the new model alone: nothing can point at it yet, and what it points at learns of it by itself."""
        if "apps" not in self.__dict__:
            super().add_model(model_state)
            return
        apps = self.__dict__.pop("apps")  # without them nothing is drawn
        super().add_model(model_state)
        self.__dict__["apps"] = apps
        apps.render_multiple([model_state])

    def _append_option(self, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
        """Add an index or a constraint to the model as it is drawn: it changes no field and no relation."""
        options = self.models[app_label, model_name].options
        options[option_name] = [*options[option_name], obj]
        if "apps" in self.__dict__:
            setattr(self.apps.get_model(app_label, model_name)._meta, option_name, list(options[option_name]))


class SwiftExecutor(MigrationExecutor):
    """Begins with a swift state where no migration has been applied."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:
        if self.loader.applied_migrations:
            return super()._create_project_state(with_applied_migrations)
        return SwiftState(real_apps=self.loader.unmigrated_apps)


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> Any:
        migrate.MigrationExecutor = SwiftExecutor  # type: ignore[misc]
        try:
            return super().handle(*args, **options)
        finally:
            migrate.MigrationExecutor = MigrationExecutor  # type: ignore[misc]
