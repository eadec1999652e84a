"""The secret address under which somebody's own calendar reads their visits."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.link_secrets import secret_of
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import hash_of

from ..models import CalendarFeed
from ..queries.visits import goes_on_visits


@transaction.atomic
def renew_feed(*, by: User, at: datetime) -> CalendarFeed:
    """Make an address for the person's calendar, or a new one; the old one is dead at once."""
    if not goes_on_visits(by):
        raise Refused("Only people who go on visits have visits here.")
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    feed = CalendarFeed.objects.filter(person=by).first() or CalendarFeed(person=by, issue=0)
    feed.issue += 1
    feed.secret_hash, feed.made_at = hash_of(secret_of(feed.pk, feed.issue)), at
    feed.save()
    return feed
