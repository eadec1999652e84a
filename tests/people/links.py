"""A purpose of one-time links for tests of the ground: a form of two questions about nothing of ours."""

from uuid import uuid4

from django import forms
from django.urls import reverse

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people import links
from sandbox_portal.people.actions import make_link
from sandbox_portal.people.link_secrets import secret_of
from tests.factories.people import make_provider

CODE = "test-purpose"
ANSWER = {"works": "yes", "words": "ZQA words of the holder"}


class Works(PageForm):
    title = "Do they work with you?"
    works = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], error_messages={"required": "Choose yes or no"})


class Words(PageForm):
    title = "In your words"
    words = forms.CharField(max_length=300)


class Wing:
    """What a wing would keep."""

    def __init__(self):
        self.answers, self.declined, self.is_open = [], [], True

    def facts(self, subject):
        if not self.is_open:
            return None
        lines = (("Asked by", "Lantern Care"),)
        words = {"intro": "Please tell us.", "privacy": "We read it."}
        return links.LinkFacts(title="Do you work together?", lines=lines, **words)

    def register(self, code=CODE):
        purpose = links.LinkPurpose(
            code=code,
            facts=self.facts,
            forms=lambda subject: (Works, Words),
            shown=lambda subject, answers: [("Works", answers["works"]), ("Words", answers["words"])],
            answer=lambda subject, answers, at: self.answers.append(dict(answers)),
            decline=lambda subject, reason, at: self.declined.append(reason),
        )
        links.register(purpose)
        return self


def make(at, days, *, code=CODE, by=None):
    return make_link(
        code,
        subject=uuid4(),
        name="Rowan Field",
        email="rowan.field@people.example",
        expires_at=at + days,
        by=by or make_provider(),
        at=at,
    )


def address(link):
    return reverse("link", args=[secret_of(link.pk, link.issue)])


def opened(client, link):
    """Press the button of the first page."""
    answer = client.post(address(link))
    assert answer["Location"] == reverse("link-question", args=[link.pk, 1])
    return client


def fill(client, link, **changes):
    """Type everything, as far as the page to check."""
    for number, (name, value) in enumerate({**ANSWER, **changes}.items(), start=1):
        answer = client.post(reverse("link-question", args=[link.pk, number]), {name: value})
    assert answer["Location"] == reverse("link-check", args=[link.pk])
    return client
