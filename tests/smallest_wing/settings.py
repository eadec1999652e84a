"""The portal's settings with one wing more: the lines that sandbox_portal/settings.py and content/ would get."""

import shutil
import tempfile
from pathlib import Path

from sandbox_portal.settings import *  # noqa: F403
from sandbox_portal.settings import DATABASES, INSTALLED_APPS, ROOT

HERE = Path(__file__).parent
INSTALLED_APPS = [*INSTALLED_APPS[:-1], "tests.smallest_wing", INSTALLED_APPS[-1]]
ROOT_URLCONF = "tests.smallest_wing.root_urls"
DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_smallest_wing"}


def content_with_ours(to: Path) -> Path:
    """The regulator's words, with the wing's own files and its few lines in the shared ones."""
    shutil.copytree(ROOT / "content", to, dirs_exist_ok=True)
    for path in HERE.glob("content/*/*.yaml"):
        shutil.copy(path, to / path.relative_to(HERE / "content"))
    for path in HERE.glob("content/*.yaml"):
        with (to / path.name).open("a") as shared:
            shared.write(path.read_text())
    return to


CONTENT_ROOT = content_with_ours(Path(tempfile.mkdtemp(prefix="content-")) / "content")
