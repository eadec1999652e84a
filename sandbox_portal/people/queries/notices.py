"""What a person was told, and how much of it is new to them (R-804)."""

from django.db.models import QuerySet

from ..models import Notice, User

NEW, READ = "new", "read"
MOST_IN_MENU = 99


def notices_visible_to(user: User) -> QuerySet[Notice]:
    """The person's own notices, the newest first; nobody sees another's."""
    return Notice.objects.filter(user=user).order_by("-pk") if user.is_authenticated else Notice.objects.none()


def notices_wanted(user: User, *, q: str = "", state: str = "") -> QuerySet[Notice]:
    """Those of them whose title holds the words, and that are new or read."""
    notices = notices_visible_to(user)
    if state:
        notices = notices.filter(read_at__isnull=state == NEW)
    return notices.filter(title__icontains=q) if q else notices


def unread_in_menu(user: User) -> str:
    """How many are unread, for the menu: "7", "99+", "" for none. It was read with the session, so it asks nothing."""
    if not getattr(user, "is_authenticated", False):
        return ""
    number: int | None = getattr(user, "_unread_notices", None)
    if number is None:
        number = Notice.objects.filter(user=user, read_at=None)[: MOST_IN_MENU + 1].count()
        know_unread(user, number)
    return f"{MOST_IN_MENU}+" if number > MOST_IN_MENU else str(number or "")


def know_unread(user: User, number: int) -> None:
    """Keep the number beside the person who was read with it; through a request's lazy user too."""
    setattr(user, "_unread_notices", number)  # noqa: B010 - no field of the person
