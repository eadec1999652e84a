"""The two worlds hold a row of every model, so that a leak of any of them would show."""

from django.apps import apps

from .source import is_ours

# Rows that belong to nobody's world, and why.
IN_NO_WORLD = {
    "casework.AuditAnchor": "made by the clock",
    "casework.Heartbeat": "made by the processes",
    "casework.Reminder": "made by the clock",
    "inspection.ActionProgress": "told once a plan is agreed; the worlds write one, and it is read as its action is",
    "register.Edition": "counted as a transaction ends, and those of the worlds never do",
    "programme.Pause": "public from its first day",
    "documents.LetterTemplate": "the same for everybody, read from content/",
    "questions.QuestionSet": "the same for everybody, read from content/",
}


def test_the_worlds_hold_a_row_of_every_model(worlds):
    ours = [model for model in apps.get_models() if is_ours(model)]

    empty = {model._meta.label for model in ours if not model._default_manager.exists()}

    assert empty - set(IN_NO_WORLD) == set()


def test_the_worlds_are_two(worlds):
    assert set(worlds.a.people) == set(worlds.b.people)
    assert worlds.a.ids.keys() == worlds.b.ids.keys()
    assert not {user.pk for user in worlds.a.people.values()} & {user.pk for user in worlds.b.people.values()}
