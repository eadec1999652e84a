"""Look back on a trial inspection: what worked, what did not, and what becomes of the materials (R-416)."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..choices.materials import RefinementOutcome
from ..models import MaterialsUse, MaterialsVersion
from ..permissions import inspects_it, manages_it
from ..queries.materials import drafts_after
from ..workflow.assessment import BEFORE_EVIDENCE, NOT_IN_THE_TEAM, NOT_THE_MANAGER, WITH_EVIDENCE
from ..writing import LONGEST, said
from .materials import replace_by


@dataclass(frozen=True)
class LookedBack:
    """What was learnt from one inspection."""

    what_worked: str
    what_did_not: str
    proposed: str = ""
    accepted: str = ""


@dataclass(frozen=True)
class Outcome:
    """How the record ends: with a new version, or with the reason why no change is needed."""

    outcome: str
    because: str = ""
    next_version: MaterialsVersion | None = None


@transaction.atomic
def write_refinement(use: MaterialsUse, *, words: LookedBack, by: User, at: datetime) -> MaterialsUse:
    """Write down what was learnt, as often as one likes until the record is closed."""
    use = _held(use)
    if not (inspects_it | manages_it).test(by, use.assessment):
        raise Refused(NOT_IN_THE_TEAM)
    for name, value in asdict(words).items():
        if len(value) > LONGEST:
            raise Refused(f"Say it in {LONGEST:,} characters or fewer.")
        setattr(use, name, value.replace("\r\n", "\n").strip())
    use.save(update_fields=list(asdict(words)))
    record(use.assessment.case, verb="looked back on", by=by, at=at)
    return use


@transaction.atomic
def close_refinement(use: MaterialsUse, *, outcome: Outcome, by: User, at: datetime) -> MaterialsUse:
    """End the record. Only then the next trial inspection can begin (R-416, EX-G43)."""
    use = _held(use)
    if not manages_it.test(by, use.assessment):
        raise Refused(NOT_THE_MANAGER)
    if use.assessment.case.stage in BEFORE_EVIDENCE | WITH_EVIDENCE:
        raise Refused("This inspection is not over. Its evidence is closed first, or the inspection is cancelled.")
    said(use.what_worked, "Write down first what worked.")
    said(use.what_did_not, "Write down first what did not work.")
    use.outcome, use.because = outcome.outcome, outcome.because.strip()
    if outcome.outcome == RefinementOutcome.NEW_VERSION:
        if outcome.next_version is None or outcome.next_version not in drafts_after(use):
            raise Refused("Choose the new version. Prepare it first if there is none.")
        said(use.accepted, "Write down first which changes were accepted.")
        use.next_version = replace_by(outcome.next_version, by=by, at=at)
    elif outcome.outcome == RefinementOutcome.NO_CHANGE:
        use.because = said(outcome.because, "Say why no change is needed.")
    else:
        raise Refused("Say how the record ends.")
    use.closed_at, use.closed_by = at, by
    use.save(update_fields=["outcome", "because", "next_version", "closed_at", "closed_by"])
    note = f"Materials {use.next_version.number}" if use.next_version else "No change needed"
    record(use.assessment.case, verb="record of materials closed", by=by, at=at, note=note)
    return use


def _held(use: MaterialsUse) -> MaterialsUse:
    case = Case.objects.select_for_update().get(pk=use.assessment_id)
    found = MaterialsUse.objects.select_for_update(of=("self",)).select_related("version", "assessment__organisation")
    use = found.get(pk=use.pk)
    use.assessment.case = case
    if not use.is_trial:
        raise Refused("This is no trial inspection, so there is no record to write.")
    if use.closed_at is not None:
        raise Refused("The record is closed already, and stays as it is.")
    return use
