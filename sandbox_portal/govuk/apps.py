from functools import lru_cache

from django.apps import AppConfig
from django.conf import settings

MOST_TEXTS = 10_000


class GovukConfig(AppConfig):
    name = "sandbox_portal.govuk"
    label = "govuk"
    verbose_name = "Design system"

    def ready(self) -> None:
        keep_texts(settings.LANGUAGE_CODE)


def keep_texts(language: str) -> None:
    """Look a text up in the catalogues of a language once: a page has some two hundred, the same each time."""
    from django.utils.translation.trans_real import translation  # noqa: PLC0415 - needs the settings

    texts = translation(language)
    if not hasattr(texts.gettext, "cache_info"):
        texts.gettext = lru_cache(MOST_TEXTS)(texts.gettext)
