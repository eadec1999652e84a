"""The page that opens without signal, and what the browser needs to keep it: its worker and its manifest.

The page is the same for everybody and holds nothing of anybody: what it shows comes from the tablet's own store.
"""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse

from sandbox_portal.people.doors import ANYONE, Door

FILES = (
    "css/app.css",
    "css/capture.css",
    "fonts/inter-latin-wght-normal.woff2",
    "images/favicon.svg",
    "images/touch-icon-180.png",
    "images/capture-icon-192.png",
    "images/capture-icon-512.png",
)
SCRIPTS = Path("static") / "js" / "capture"
WORKER = Path("static") / "js" / "visits-worker.js"
SHELL = "inspection/capture/shell.html"


def shell_files() -> list[str]:
    """The addresses of everything the page is made of; each holds the fingerprint of its file."""
    scripts = sorted(f"js/capture/{path.name}" for path in (settings.ROOT / SCRIPTS).glob("*.js"))
    return [staticfiles_storage.url(name) for name in (*FILES, *scripts)]


def shell_version(files: list[str]) -> str:
    """Another version as soon as one file, or the page itself, is another."""
    whole = "\n".join([*files, render_to_string(SHELL)])
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


class CaptureShell(Door):
    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(render_to_string(SHELL))
        response["Cache-Control"] = "no-cache"
        return response


class Worker(Door):
    """The service worker. Its version is a hash of what it keeps, so a change of any file brings a new one."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        files = shell_files()
        facts = {"version": shell_version(files), "shell": reverse("offline-capture"), "files": files}
        source = (settings.ROOT / WORKER).read_text()
        response = HttpResponse(f"const FACTS = {json.dumps(facts)};\n{source}", content_type="text/javascript")
        response["Cache-Control"] = "no-cache"
        return response


class Manifest(Door):
    """What a phone or tablet shows when the page is put on its home screen."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        icons = [
            {
                "src": staticfiles_storage.url(f"images/capture-icon-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size in (192, 512)
            for purpose in ("any", "maskable")
        ]
        facts = {
            "id": reverse("offline-capture"),
            "name": "Site visits",
            "short_name": "Visits",
            "description": "Write down what you see on a visit, with or without signal.",
            "start_url": reverse("offline-capture"),
            "scope": "/visits/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#005b5e",
            "lang": "en-GB",
            "icons": icons,
        }
        response = JsonResponse(facts, content_type="application/manifest+json")
        response["Cache-Control"] = "no-cache"
        return response
