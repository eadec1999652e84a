"""Places that became free, and who is next."""

from ..choices import ApplicationStage as Stage
from ..models import Application, Promotion, Selection
from .selections import applications_at


def withdrawn_after_selection(selection: Selection) -> list[Application]:
    """Selected providers that withdrew and whose place nobody has been offered yet, the earliest first."""
    taken = Application.objects.filter(round=selection.round_id, promotion__isnull=False).exclude(
        promotion__is_approved=False
    )
    replaced = taken.values("promotion__in_place_of")
    withdrawn = Application.objects.filter(
        round=selection.round_id,
        case__stage=Stage.WITHDRAWN,
        case__events__from_stage=Stage.SELECTED,
        case__events__to_stage=Stage.WITHDRAWN,
    ).exclude(pk__in=replaced)
    return list(withdrawn.select_related("case", "organisation").order_by("case__stage_since"))


def free_places(selection: Selection) -> int:
    """How many selected providers have left without their place being filled or offered."""
    return len(withdrawn_after_selection(selection))


def next_in_reserve(selection: Selection) -> Application | None:
    """The first on the reserve list who has not been offered a place (R-177)."""
    waiting = applications_at(selection, Stage.ON_RESERVE_LIST).filter(promotion=None)
    return waiting.order_by("rank", "number").first()


def promotion_in_hand(selection: Selection) -> Promotion | None:
    """The promotion the committee has still to decide on."""
    return (
        Promotion.objects.filter(application__round=selection.round_id, decided_at=None)
        .select_related(
            "application__case",
            "application__organisation",
            "in_place_of__case",
            "in_place_of__organisation",
            "offered_by",
        )
        .first()
    )
