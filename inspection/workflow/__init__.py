"""When, then, who, what must be true first."""

from .assessment import ASSESSMENT

__all__ = ["ASSESSMENT"]
