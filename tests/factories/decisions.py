"""A decision on the round of each world that waits for its second signature."""

from django.conf import settings

from sandbox_portal.casework.actions.decisions import save_draft, sign_first
from sandbox_portal.casework.models import Case, ReasonList
from sandbox_portal.casework.reason_lists import load_reasons
from tests.factories.worlds import World, builds


@builds(place=48)
def build(world: World) -> None:
    if not ReasonList.objects.exists():
        load_reasons(settings.CONTENT_ROOT, world.at)
    case = Case.objects.get(round__slug=world.ids["round_slug"])
    lead = world.people["programme_lead"]
    told = {"outcome": "give_up", "reasons": ["not_safe"], "text": world.canary("Decision", "text")}
    draft = save_draft(case, kind="give_up_round", **told, by=lead, at=world.at)
    decision = sign_first(draft, by=lead, at=world.at)
    world.ids_of["decision-draft"] = {"case": case.pk, "kind": "give_up_round"}
    world.ids_of["decision-sign"] = {"decision": decision.pk}
