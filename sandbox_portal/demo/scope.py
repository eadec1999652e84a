"""Two organisations of the demonstration have asked whether they must register, and kept what they were told."""

from uuid import uuid4

from django.db import transaction

from registration.actions.scope import count_outcome, save_scope_run
from registration.models import ScopeRun
from registration.queries.scope import scope_tree
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from selection.models import Application

AT_HOME = {"Q1": "yes", "Q2": "yes", "Q3": "yes", "Q4": "yes", "Q5": "no"}
CIRCLES = {**AT_HOME, "Q6": "e", "Q10": {"IND-1": "yes", "IND-6": "yes", "IND-7": "yes", "NOT-3": "yes"}}
GARDENS = {"Q1": "yes", "Q2": "no"}
INTRODUCTIONS = {**AT_HOME, "Q6": "d", "Q9": {"IND-3": "unsure", "NOT-1": "yes"}}
VISITORS = {"EXEMPT_PA": 9, "REGISTER_UMBRELLA": 6, "EXEMPT_INTRODUCTORY": 4, "ADVICE": 3, "NOT_PERSONAL_CARE": 5}


@transaction.atomic
def saved_results() -> str:
    """A saved result of two applicants to round 5, and the numbers of visitors nobody knows."""
    tree = scope_tree()
    applications = Application.objects.select_related("organisation").filter(round__number=5).order_by("pk")[:2]
    if tree is None or ScopeRun.objects.exists():
        return "Saved results about registering are as they were."
    told = (("Our circles and our gardens", (CIRCLES, GARDENS)), ("If we go on asking for views", (INTRODUCTIONS,)))
    for application, (name, services) in zip(applications, told, strict=False):
        owner = people_of(application.organisation)[0]
        save_scope_run(
            tree,
            services=services,
            organisation=application.organisation,
            name=name,
            key=uuid4(),
            by=owner,
            at=database_now(),
        )
    for outcome, times in VISITORS.items():
        for _visit in range(times):
            count_outcome(tree, outcome=outcome, by=None, at=database_now())
    return f"Saved results about registering: {len(applications)}, and {sum(VISITORS.values())} counted visitors."
