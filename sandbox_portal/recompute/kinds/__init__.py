"""The kinds that can be recomputed: one file each, holding `Case` (what comes in) and `recompute` (what goes out)."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol, cast

from pydantic import BaseModel

from sandbox_portal.recompute.problems import one_problem, shown


class Kind(Protocol):
    Case: type[BaseModel]

    def recompute(self, case: Any) -> dict[str, Any]: ...


def known_kinds() -> list[str]:
    return sorted(module.name for module in iter_modules(__path__))


def kind_named(name: str) -> Kind:
    known = known_kinds()
    if name not in known:
        raise one_problem(f"There is no kind {shown(name)}; the kinds are {', '.join(known)}.")
    return cast(Kind, import_module(f"{__name__}.{name}"))
