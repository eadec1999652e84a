"""Begin the assessment of a council. Everything after that is as with a service."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import LegalForm
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import organisation_places

from ..choices.assessments import AssessedAs
from ..models import Assessment, Framework
from ..permissions import is_inspection_manager
from ..queries.councils import open_assessments_of_council
from .assessments import OWN_ORGANISATION, begin_to_plan


@transaction.atomic
def start_council_assessment(
    council: Organisation, *, framework: Framework, because: str, by: User, at: datetime
) -> Assessment:
    """Begin to plan the assessment of a council by a framework for councils (R-360)."""
    if not is_inspection_manager.test(by):
        raise Refused("Only inspection managers begin an assessment.")
    if council.pk in organisation_places(by):
        raise Refused(OWN_ORGANISATION)
    council = Organisation.objects.select_for_update(no_key=True).get(pk=council.pk)
    if council.legal_form != LegalForm.LOCAL_AUTHORITY:
        raise Refused("This organisation is no council. Choose one of its services instead.")
    open_one = open_assessments_of_council(council.pk).first()
    if open_one is not None:
        raise Refused(f"{open_one} of this council is still open. Finish or cancel it first.")
    assessment = Assessment(organisation=council, assessed_as=AssessedAs.COUNCIL, framework=framework)
    return begin_to_plan(assessment, because=because, by=by, at=at)
