"""Nouns of the programme."""

from .panel import PanelMember
from .phases import KeyDate, Pause, Phase, PhaseActivity
from .round import Round

__all__ = ["KeyDate", "PanelMember", "Pause", "Phase", "PhaseActivity", "Round"]
