"""Nouns of inspection."""

from .frameworks import Framework

__all__ = ["Framework"]
