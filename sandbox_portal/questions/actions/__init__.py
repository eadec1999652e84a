"""Verbs on answers; each noun has its own file."""

from .opening import close_answers, lock_response, open_response
from .saving import save_answer, save_draft, save_page

__all__ = ["close_answers", "lock_response", "open_response", "save_answer", "save_draft", "save_page"]
