"""Make bundles of a case or an organisation. Rights are looked at when one is asked for, made, and fetched (A13)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from sandbox_portal.casework.events import record
from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.queries import cases_visible_to
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import own_organisations, roles_of

from ..bundles.contents import Item, items_of, items_of_organisation, json_item
from ..bundles.packing import Parcel, pack
from ..bundles.papers import SCHEMA, chain_head
from ..models import Bundle, Job
from ..queries.rechecks import recheck
from ..shown_names import shown_name
from .jobs import MadeFile, Progress, create_job, worker

CASE_BUNDLE, ORGANISATION_BUNDLE = "documents.case_bundle", "documents.organisation_bundle"
ZIP = "application/zip"
NOT_YOURS = "You may not see this any more, so it was not made."
CHANGED = "What you may see has changed since this was made. Ask for it again and you get what you may see now."


@transaction.atomic
def ask_for_case_bundle(case: Case, *, left_out: Mapping[str, str], by: User, at: datetime) -> Job:
    """Ask for a whole case as one file. Staff may leave things out: `left_out` gives the reason for each key."""
    if left_out and not roles_of(by):
        raise Refused("Only staff can leave something out.")
    known = {item.key for item in items_of(case, by)}
    if not set(left_out) <= known:
        raise Refused("Something you chose to leave out is not there any more. Look at the list again.")
    if any(not reason.strip() for reason in left_out.values()):
        raise Refused("Say why it is left out. The reason stands in the index.")
    title = f"Everything on {case.reference or case.title}"[:200]
    job = create_job(CASE_BUNDLE, title=title, by=by, at=at, case=case, left_out=dict(left_out))
    if job.created_at == at:
        record(case, verb="whole case asked for", by=by, at=at, data={"job": str(job.pk), "left_out": len(left_out)})
    return job


def ask_for_organisation_bundle(organisation: Organisation, *, by: User, at: datetime) -> Job:
    """Ask for everything we ever sent an organisation or got from it, as one file (R13)."""
    if not own_organisations(by).filter(pk=organisation.pk).exists():
        raise Refused("Only people of the organisation can download everything of it.")
    title = f"Everything of {organisation.name}"[:200]
    return create_job(ORGANISATION_BUNDLE, title=title, by=by, at=at, organisation=str(organisation.pk))


@worker(CASE_BUNDLE)
def _make_case_bundle(job: Job, progress: Progress) -> MadeFile:
    case = cases_visible_to(job.asked_by).select_related("organisation").filter(pk__in=[job.case_id]).first()
    if case is None:
        raise Refused(NOT_YOURS)
    items = items_of(case, job.asked_by)
    parcel = _packed(job, progress, items, [case], withheld=job.parameters["left_out"])
    _note(job, parcel, case=case)
    return MadeFile(parcel.file, ZIP, _name(case.reference or kind_of(case).label))


@worker(ORGANISATION_BUNDLE)
def _make_organisation_bundle(job: Job, progress: Progress) -> MadeFile:
    organisation = own_organisations(job.asked_by).filter(pk=job.parameters["organisation"]).first()
    if organisation is None:
        raise Refused(NOT_YOURS)
    cases = list(_cases_of(organisation, job.asked_by))
    parcel = _packed(job, progress, list(_everything(organisation, cases, job.asked_by)), cases, withheld={})
    _note(job, parcel, organisation=organisation)
    return MadeFile(parcel.file, ZIP, _name(organisation.name))


@recheck(CASE_BUNDLE)
@recheck(ORGANISATION_BUNDLE)
def _still_allowed(job: Job, user: User) -> str | None:
    """Every single thing in it must still be something this person may have."""
    bundle = Bundle.objects.filter(job=job, asked_by=user).select_related("case", "organisation").first()
    if bundle is None:
        return CHANGED
    return None if set(bundle.contents) <= set(_keys_now(bundle, user)) else CHANGED


def _keys_now(bundle: Bundle, user: User) -> Iterator[str]:
    if bundle.case is not None:
        for case in cases_visible_to(user).filter(pk__in=[bundle.case_id]):
            yield from (item.key for item in items_of(case, user))
    elif bundle.organisation is not None and own_organisations(user).filter(pk__in=[bundle.organisation_id]).exists():
        cases = _cases_of(bundle.organisation, user)
        yield from (item.key for item in _everything(bundle.organisation, cases, user))


def _packed(
    job: Job, progress: Progress, items: list[Item], cases: list[Case], *, withheld: Mapping[str, str]
) -> Parcel:
    now = database_now()
    facts = [
        ("Made for", job.asked_by.name),
        ("Made", in_words(now)),
        ("What it holds", "Everything this person may see, and nothing else."),
        ("Files", str(len(items))),
        ("About the data", SCHEMA),
    ]
    progress.tell(0, of=len(items) + 1)
    return pack(
        items,
        title=job.title,
        facts=facts,
        withheld=dict(withheld),
        heads=[chain_head(case) for case in cases],
        at=now,
        tell=lambda done: progress.tell(done, of=len(items) + 1),
    )


def _note(job: Job, parcel: Parcel, **of: Any) -> Bundle:
    withheld = [{"key": each.key, "kind": each.kind, "reason": each.reason} for each in parcel.left_out]
    now = database_now()
    return Bundle.objects.create(
        job=job, asked_by=job.asked_by, contents=list(parcel.keys), withheld=withheld, made_at=now, **of
    )


def _cases_of(organisation: Organisation, user: User) -> QuerySet[Case]:
    visible = cases_visible_to(user).filter(organisation=organisation)
    return visible.select_related("organisation").order_by("opened_at", "pk")


def _everything(organisation: Organisation, cases: list[Case] | QuerySet[Case], user: User) -> Iterator[Item]:
    yield json_item(
        f"organisation:{organisation.pk}",
        "profile.json",
        "What we know of the organisation",
        lambda: _profile(organisation),
        folder="00 The organisation",
    )
    yield from items_of_organisation(organisation, user)
    for number, case in enumerate(cases, 1):
        folder = shown_name(f"{number:02} {case.reference or 'draft'}.x", extension="x").removesuffix(".x")
        for item in items_of(case, user):
            yield replace(item, folder=f"{folder}/{item.folder}")


def _profile(organisation: Organisation) -> dict[str, Any]:
    told = {
        field.name: getattr(organisation, field.attname)
        for field in organisation._meta.concrete_fields
        if not field.is_relation
    }
    return {"about_this_file": SCHEMA, **told}


def _name(words: str) -> str:
    return shown_name(f"{words} everything.zip", extension="zip")
