"""Walk the link of somebody we typed for, as they do: from the letter to the last page."""

import re

from django.test import Client

from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.sending import rendered
from sandbox_portal.questions.models import TypedAnswer


def link_in_letter():
    """The link as it stands in the newest letter."""
    entry = OutboxEntry.objects.filter(name="questions/typed_check").order_by("-created_at", "-pk")[0]
    _subject, body = rendered(entry.name, entry.payload["context"])
    return re.search(r"https?://[^/\s]+(/link/\S+/)", body)[1]


def walk(address, **wrong):
    """Open the link, say of each answer that it is right, or what is wrong with it; give browser, check page, end."""
    holder = Client()
    page = holder.post(address)["Location"]
    while "/check/" not in page:
        said = {}
        for number, key in re.findall(r'name="says_(\d+)"()', holder.get(page).content.decode()):
            key = TypedAnswer.objects.get(pk=number).question_key
            said |= {f"says_{number}": "wrong" if key in wrong else "right", f"words_{number}": wrong.get(key, "")}
        answer = holder.post(page, said)
        assert answer.status_code == 302, answer.content.decode()
        page = answer["Location"]
    check = holder.get(page).content.decode()
    return holder, check, holder.post(page)
