"""A whole case as one ZIP: what belongs in it, the papers made for it, and how it is packed (R13)."""

from .contents import Item, add_contents, add_organisation_contents, items_of

__all__ = ["Item", "add_contents", "add_organisation_contents", "items_of"]
