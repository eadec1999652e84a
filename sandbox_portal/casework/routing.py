"""Load the routing and bring the clocks and queues of every open case in line with it."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable

from .clockwork import every_day
from .content import Fault
from .content_files import ContentFile, refuse_faults
from .kinds import CaseKind, all_kinds
from .models import Case
from .queue_rules import Routing, forget_routing, read_routing, routing
from .stage_clocks import usual_time
from .steps import Stage


def load_routing(root: Path, at: datetime) -> str:
    """Check content/routing.yaml against the kinds of case there are, then set every open case by it."""
    file, read = read_routing(root)
    refuse_faults(_unknown_stages(file, read))
    forget_routing()
    changed = set_by_the_rules(at=at)
    return f"routing: {len(read.queues)} queues and {len(read.stages)} stages checked; {changed} cases changed"


@every_day("routing", at=time(2, 30))
def set_by_the_rules(*, at: datetime) -> int:
    """Write on every open case what the rules say of its stage; how many were not so. Holds and people stay."""
    return sum(_set_stage(kind, stage) for kind in all_kinds() for stage in kind.workflow.stages if not stage.is_ended)


@transaction.atomic
def _set_stage(kind: CaseKind, stage: Stage) -> int:
    there = Case.objects.filter(kind=kind.kind, stage=stage.code, closed_at=None)
    rule = routing().rule(kind.kind, stage.code)
    changed = 0
    if rule.queue:
        changed += there.exclude(owner_role=rule.queue).update(owner_role=rule.queue, owner=None)
    usual = usual_time(kind.kind, stage.code, stage.usual_days)
    ends = F("stage_since") + F("held_for") + usual if usual else None
    changed += _correct(there.filter(held_since=None), "usual_until", ends)
    wanted = F("stage_since") + F("held_for") + rule.person_within if rule.person_within else None
    return changed + _correct(there.filter(held_since=None, owner=None), "person_wanted_by", wanted)


def _correct(cases: QuerySet[Case], name: str, value: Combinable | None) -> int:
    if value is None:
        return cases.exclude(**{name: None}).update(**{name: None})
    is_right = cases.filter(**{name: value}).values("pk")
    return cases.exclude(pk__in=is_right).update(**{name: value})


def _unknown_stages(file: ContentFile, read: Routing) -> Iterator[Fault]:
    known = {kind.kind: kind for kind in all_kinds()}
    for index, rule in enumerate(read.stages):
        place = ("stages", index)
        if rule.kind not in known:
            yield file.fault((*place, "kind"), f"There is no kind “{rule.kind}”. Use one of {', '.join(known)}.")
            continue
        stages = {stage.code: stage for stage in known[rule.kind].workflow.stages}
        if rule.stage not in stages:
            sentence = f"“{rule.kind}” has no stage “{rule.stage}”. Use one of {', '.join(stages)}."
            yield file.fault((*place, "stage"), sentence)
        elif stages[rule.stage].owner_role in {"provider", "nobody"} and (rule.queue or rule.is_taken_by_one):
            sentence = f"At “{rule.stage}” the case is with the provider or has ended, so it stands in no queue."
            yield file.fault((*place, "stage"), sentence)
