"""Say how many queries a request took, when it carries X-Count; otherwise stay out of the way."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def counted(application: Application) -> Application:
    def answering(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if "HTTP_X_COUNT" not in environ:
            return application(environ, start)
        seen: list[str] = []

        def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            if "SAVEPOINT" not in sql:
                seen.append(sql)
            return execute(sql, *rest)

        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start(status, [*headers, ("X-Queries", str(len(seen)))], *rest)

        with connection.execute_wrapper(note):
            return application(environ, begin)

    return answering
