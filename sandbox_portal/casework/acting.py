"""Tell the database who acts and why, in the same message as the change itself, for the row history (F04).

Nothing is sent for tables whose history nobody keeps, and a change costs no message more.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from typing import Any

WRITE = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)


@dataclass(frozen=True)
class Acting:
    """Who changes rows now: the person, in what way, by which request, for which reason."""

    acted_as: str
    by_id: str = ""
    reference: str = ""
    reason: str = ""


Teller = Callable[[], Acting]

_acting: ContextVar[Teller | None] = ContextVar("acting", default=None)
_watched: set[str] = set()


def watch(*tables: str) -> None:
    """Name tables whose changes are told; operations does it when it starts."""
    _watched.update(tables)


@contextmanager
def acting(teller: Teller) -> Iterator[None]:
    """Inside the block rows are changed by whom the function names; it is asked only when a row changes."""
    token = _acting.set(teller)
    try:
        yield
    finally:
        _acting.reset(token)


def background(reason: str) -> Teller:
    """Work in the background, named by its task."""
    return lambda: Acting("background", reason=reason)


def now_acting() -> Acting:
    """Who acts; without a request or a task it is the command this process runs."""
    teller = _acting.get()
    return teller() if teller else Acting("command", reason=_command())


def acting_if_told() -> Acting | None:
    """Who acts, when a request or a task has said so."""
    teller = _acting.get()
    return teller() if teller else None


def tell_who(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """An execute wrapper: put the words of who acts in front of a change of a watched table."""
    found = WRITE.match(sql) if isinstance(sql, str) else None
    if found is None or found[1] not in _watched:
        return execute(sql, params, many, context)
    words = json.dumps({name: value for name, value in asdict(now_acting()).items() if value})
    told = context["cursor"].mogrify("SELECT set_config('portal.acting', %s, true)", [words]).decode()
    if many:
        execute(told, None, False, context)
        return execute(sql, params, many, context)
    return execute(f"{told if params is None else told.replace('%', '%%')}; {sql}", params, many, context)


def _command() -> str:
    """The command's own name, without its arguments, which may hold anything."""
    name = os.path.basename(sys.argv[0] or "python")
    first = sys.argv[1] if len(sys.argv) > 1 and name in {"manage.py", "__main__.py"} else ""
    return f"{name} {first}".strip()[:200]
