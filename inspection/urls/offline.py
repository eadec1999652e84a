"""Visits without signal. The page and its worker share one folder: the worker reaches no other page."""

from django.urls import path

from ..views import custody, offline, offline_shell, tablets

API = "visits/api/"
PRINT = "case-visits/<uuid:case_id>/<int:visit_id>/print/"
TABLETS = "visits/tablets/"
INDEX = "inspection/assessments/<uuid:case_id>/evidence/index"

urlpatterns = [
    path("visits/sw.js", offline_shell.Worker.as_view(), name="offline-worker"),
    path("visits/manifest.webmanifest", offline_shell.Manifest.as_view(), name="offline-manifest"),
    path("visits/capture/", offline_shell.CaptureShell.as_view(), name="offline-capture"),
    path(API + "session/", offline.WhoIsSignedIn.as_view(), name="offline-session"),
    path(API + "devices/", offline.AddDevice.as_view(), name="offline-device"),
    path(API + "packs/<int:visit_id>/", offline.Pack.as_view(), name="offline-pack"),
    path(API + "packs/<int:visit_id>/ready/", offline.PackReady.as_view(), name="offline-ready"),
    path(API + "sync/", offline.Sync.as_view(), name="offline-sync"),
    path(API + "report/", offline.Report.as_view(), name="offline-report"),
    path(API + "missing/", offline.Missing.as_view(), name="offline-missing"),
    path(API + "photos/<uuid:photo_id>/", offline.SendPhoto.as_view(), name="offline-photo"),
    path(API + "recovery/", offline.Recovery.as_view(), name="offline-recovery"),
    path(TABLETS, tablets.TabletList.as_view(), name="tablet-list"),
    path(TABLETS + "bring-in/", tablets.BringIn.as_view(), name="tablet-bring-in"),
    path(TABLETS + "<uuid:device_id>/off/", tablets.RevokeTablet.as_view(), name="tablet-revoke"),
    path(PRINT, tablets.PrintPack.as_view(), name="visit-print"),
    path(INDEX + "/", custody.EvidenceIndex.as_view(), name="evidence-index"),
    path(INDEX + ".csv", custody.EvidenceIndexSheet.as_view(), name="evidence-index-sheet"),
]
