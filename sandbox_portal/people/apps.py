from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sandbox_portal.people"
    label = "people"
    verbose_name = "People"
