"""What is served: no foreign brand, nothing fetched from elsewhere, small, and every name hashed."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

STATIC = Path(__file__).resolve().parents[2] / "static"
CSS = (STATIC / "css/app.css").read_text()


def test_the_style_sheet_is_small_and_carries_no_brand_of_another():
    assert len(CSS) <= 180_000
    assert [
        word for word in ("GDS Transport", "govuk-crest", "/assets/", "govuk-header__logotype") if word in CSS
    ] == []


def test_every_picture_and_font_it_names_is_there_and_ours():
    named = set(re.findall(r'url\(["\']?([^"\')]+)', CSS))

    assert [each for each in named if not (STATIC / "css" / each).resolve().is_file()] == []


def test_no_script_names_a_map_or_another_host():
    scripts = {path.name: path.read_text() for path in STATIC.rglob("*.js")}

    assert [name for name, text in scripts.items() if "sourceMappingURL" in text] == []
    assert [name for name, text in scripts.items() if re.search(r"import[^;]*https?://", text)] == []
    assert [name for name, text in scripts.items() if re.search(r"\beval\(|new Function\(", text)] == []


def test_our_own_scripts_never_write_markup():
    own = {path.name: path.read_text() for path in (STATIC / "js").glob("*.js")}

    assert [name for name, text in own.items() if re.search(r"innerHTML|outerHTML|insertAdjacentHTML", text)] == []


def test_the_first_view_is_under_a_hundred_kilobytes_as_it_is_sent():
    brotli = pytest.importorskip("brotli")
    text = [STATIC / "css/app.css", STATIC / "js/vendor/govuk-frontend.min.js", *(STATIC / "js").glob("*.js")]
    font = (STATIC / "fonts/inter-latin-wght-normal.woff2").stat().st_size

    assert font + sum(len(brotli.compress(path.read_bytes())) for path in text) < 100_000


@pytest.fixture
def collected(settings, tmp_path):
    """The files as production serves them."""
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [STATIC]
    settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "sandbox_portal.govuk.storage.PortalStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return settings.STATIC_ROOT


def test_hashed_modules_import_each_other_by_their_hashed_names(collected):
    [entry] = [
        path for path in (collected / "js").glob("app.*.js") if re.fullmatch(r"app\.[0-9a-f]{12}\.js", path.name)
    ]

    imported = re.findall(r'["\'](\./[^"\']+\.js)["\']', entry.read_text())

    named = set(re.findall(r'["\']\./([^"\']+)\.js["\']', (STATIC / "js/app.js").read_text()))
    assert {re.sub(r"^\./|\.[0-9a-f]{12}\.js$", "", each) for each in imported} == named
    assert [each for each in imported if not re.search(r"\.[0-9a-f]{12}\.js$", each)] == []
    assert [each for each in imported if not (entry.parent / each).is_file()] == []
