"""The public data of the register in the words of OpenAPI: addresses, what may be asked, and every field of an answer.

It is written by hand beside what writes the data, because three addresses stream what no serializer holds; a test asks
each address and checks its answer by this description, so that neither changes without the other.
"""

from collections.abc import Mapping
from typing import Any

from .definitions import schemes, service_kinds

VERSION = "1.0"
DAY = {"type": "string", "format": "date"}
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}


def api_description(*, address: str, paths: Mapping[str, str]) -> dict[str, Any]:
    """The whole description; `paths` are the addresses of the list, the sheet and one service."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The register of care services",
            "version": VERSION,
            "description": "Every search of the register as data. No account and no key. Fields may come, none goes.",
        },
        "servers": [{"url": address}],
        "paths": {
            paths["list"]: {"get": _list()},
            paths["sheet"]: {"get": _sheet()},
            paths["service"]: {"get": _service()},
        },
        "components": {"schemas": _schemas(), "parameters": _parameters()},
    }


def _list() -> dict[str, Any]:
    return {
        "operationId": "listServices",
        "summary": "Every service that matches, as JSON, one service a line",
        "parameters": _asked("words", "place", "kind", "status", "as_at", "if_none_match"),
        "responses": _answers("The services", {"application/json": {"schema": _ref("ServiceList")}}),
    }


def _sheet() -> dict[str, Any]:
    return {
        "operationId": "sheetOfServices",
        "summary": "The same as CSV, one row for each status",
        "parameters": _asked("words", "place", "kind", "status", "as_at", "if_none_match"),
        "responses": _answers("A table with headings", {"text/csv": {"schema": TEXT}}),
    }


def _service() -> dict[str, Any]:
    one = {"name": "service_id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    missing = {"404": {"description": "There is no such service in the public register"}}
    return {
        "operationId": "oneService",
        "summary": "One service with everything that was written down about it",
        "parameters": [one, *_asked("as_at", "if_none_match")],
        "responses": _answers("The service", {"application/json": {"schema": _ref("ServiceWithHistory")}}) | missing,
    }


def _answers(words: str, content: dict[str, Any]) -> dict[str, Any]:
    tag = {"description": "Send it back as If-None-Match to be told whether anything is new", "schema": TEXT}
    return {
        "200": {"description": words, "headers": {"ETag": tag}, "content": content},
        "304": {"description": "Nothing is new since the answer with this ETag"},
    }


def _asked(*names: str) -> list[dict[str, str]]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _parameters() -> dict[str, Any]:
    statuses = [f"{scheme.code}:{status.code}" for scheme in schemes().values() for status in scheme.statuses]
    asked = {
        "words": ("Words of the name, or how they begin", TEXT),
        "place": ("A town, or a postcode", TEXT),
        "kind": ("The code of a kind of service", {"type": "string", "enum": list(service_kinds())}),
        "status": (
            "A scheme and a status of it; one that ends something finds closed services too",
            {"type": "string", "enum": statuses},
        ),
        "as_at": (
            "The day you ask about, with who was there then, closed since or not; else today",
            DAY,
        ),
    }
    found = {
        name: {"name": name, "in": "query", "description": words, "schema": schema}
        for name, (words, schema) in asked.items()
    }
    tag = {"name": "If-None-Match", "in": "header", "description": "The ETag of an earlier answer", "schema": TEXT}
    return {**found, "if_none_match": tag}


def _schemas() -> dict[str, Any]:
    service = {
        "id": {"type": "string", "format": "uuid"},
        "service": TEXT,
        "organisation": TEXT,
        "kind": _object(code={"type": "string", "enum": list(service_kinds())}, label=TEXT),
        "town": TEXT,
        "postcode": TEXT,
        "is_open": {"type": "boolean"},
        "page": {"type": "string", "format": "uri"},
        "statuses": _many("Status"),
        "registration": {"anyOf": [_ref("Registration"), {"type": "null"}]},
    }
    history = {"as_at": DAY, "history": _many("Entry"), "particulars_history": _many("EarlierRegistration")}
    facts = {"from": DAY, **_facts()}
    return {
        "ServiceList": _object(as_at=DAY, edition={"type": "integer"}, services=_many("Service")),
        "Service": _object(**service),
        "ServiceWithHistory": _object(**service, **history),
        "Status": _object(**_status()),
        "Entry": _object(**_entry()),
        "Registration": _object(**facts),
        "EarlierRegistration": _object(**facts, reason=TEXT),
    }


def _status() -> dict[str, Any]:
    named = dict.fromkeys(("scheme_label", "part", "status", "label", "reason"), TEXT)
    return {"scheme": {"type": "string", "enum": list(schemes())}, **named, "since": DAY, "conditions": TEXTS}


def _entry() -> dict[str, Any]:
    named = dict.fromkeys(("scheme", "part", "status", "note"), TEXT)
    yes_or_no = {name: {"type": "boolean"} for name in ("is_correction", "was_corrected")}
    return {**named, "from": DAY, "recorded": {"type": "string", "format": "date-time"}, **yes_or_no}


def _facts() -> dict[str, Any]:
    place = {"type": "object", "properties": {"name": TEXT, "town": TEXT, "postcode": TEXT}}
    return {
        **dict.fromkeys(("reference", "legal_form", "nominated_individual", "trial_round"), TEXT),
        **dict.fromkeys(("service_types", "activities", "managers"), TEXTS),
        "locations": {"type": "array", "items": place},
        "contact": {"type": "object", "additionalProperties": TEXT},
    }


def _many(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _ref(name)}


def _object(**fields: Any) -> dict[str, Any]:
    """Every field is always there; one that nobody described is a mistake of ours, which the test finds."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
