"""A bundle that was made in each world, and the addresses where one is asked for."""

from sandbox_portal.casework.models import Case
from sandbox_portal.documents.actions.bundles import ask_for_case_bundle
from sandbox_portal.documents.models import Bundle
from tests.factories.worlds import World, builds


@builds(place=47)
def build(world: World) -> None:
    organisation = world.things["organisation"]
    case = Case.objects.filter(organisation=organisation, reference__isnull=False).exclude(stage="draft").first()
    owner = world.people["provider"]
    job = ask_for_case_bundle(case, left_out={}, by=owner, at=world.at)
    Bundle.objects.create(job=job, asked_by=owner, case=case, contents=[f"case:{case.pk}"], made_at=world.at)
    world.ids_of["case-bundle"] = {"case": case.pk}
    world.ids_of["organisation-bundle"] = {"organisation": organisation.pk}
