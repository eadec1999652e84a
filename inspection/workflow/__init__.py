"""When, then, who, what must be true first."""

from .assessment import ASSESSMENT, told_stage

__all__ = ["ASSESSMENT", "told_stage"]
