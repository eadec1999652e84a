"""What a page is called where people read of it: pages know each other by the name of their address alone."""

from functools import cache

import yaml
from django.conf import settings


def page_words(url_name: str) -> str:
    """The page in plain words, for the record of who looked."""
    return _names().get(url_name) or url_name.replace("-", " ").replace("_", " ").capitalize()


@cache
def _names() -> dict[str, str]:
    """As the content has them, read once a process."""
    found: dict[str, str] = yaml.safe_load((settings.CONTENT_ROOT / "page_names.yaml").read_text())
    return found
