"""The map of rounds: what anybody may read, and where they are run."""

from django.urls import path

from .views import calendar, officer, panel, public
from .views.steps import STEP_PAGES, GiveUpRound, TakeStep

ROUND = "rounds/<slug:round_slug>/"
MANAGE = f"{ROUND}manage/"

urlpatterns = [
    path("rounds/", public.RoundList.as_view(), name="round-list"),
    path(ROUND, public.RoundDetail.as_view(), name="round-detail"),
    path(f"{ROUND}print/", public.RoundDetail.as_view(is_print=True), name="round-print"),
    path(f"{ROUND}key-dates.ics", public.RoundCalendar.as_view(), name="round-calendar"),
    path(f"{ROUND}dates.csv", public.RoundSheet.as_view(), name="round-sheet"),
    path(MANAGE, officer.ManageRound.as_view(), name="round-manage"),
    *(
        path(f"{MANAGE}{slug}/", TakeStep.as_view(step=step), name=f"round-{slug}")
        for step, slug in ((step, step.replace("_", "-")) for step in STEP_PAGES)
    ),
    path(f"{MANAGE}abandon/", GiveUpRound.as_view(), name="round-abandon"),
    path(f"{MANAGE}key-dates/<slug:key_date_code>/", calendar.ChangeKeyDate.as_view(), name="key-date-change"),
    path(f"{MANAGE}phases/<int:phase_number>/start/", calendar.StartPhase.as_view(), name="phase-start"),
    path(f"{MANAGE}phases/<int:phase_number>/gate/", calendar.PassGate.as_view(), name="gate-pass"),
    path(f"{MANAGE}activities/<int:activity_id>/", calendar.TickActivity.as_view(), name="activity-tick"),
    path(f"{MANAGE}panel/add/", panel.AddSeat.as_view(), name="panel-seat-add"),
    path(f"{MANAGE}panel/chair/", panel.NameChair.as_view(), name="panel-chair-name"),
    path(f"{MANAGE}panel/<uuid:seat_id>/fill/", panel.FillSeat.as_view(), name="panel-seat-fill"),
    path(f"{MANAGE}panel/<uuid:seat_id>/empty/", panel.EmptySeat.as_view(), name="panel-seat-empty"),
]
