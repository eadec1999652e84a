"""How a letter's words and a case's facts become one text. Nothing but {{known_field}} is ever replaced (R-750).

A line [[paragraph]] stands for a shared paragraph of content/letters/paragraphs.yaml; [[paragraph if field]] and
[[paragraph if not field]] stand for it only when the fact is known, or is not. The words are Markdown without HTML;
facts are put in afterwards, as plain text, so that they can be neither Markdown nor markup. A table or a list stands
alone on its line.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from markdown_it import MarkdownIt

FIELD = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
PARAGRAPH = re.compile(r"[ \t]*\[\[\s*([a-z][a-z0-9_]*)(?:\s+if\s+(not\s+)?([a-z][a-z0-9_]*))?\s*\]\][ \t]*")
ALONE = re.compile(r"<p>\{\{\s*([a-z][a-z0-9_]*)\s*\}\}</p>")

# What letters know of a case, and what editors are told of each.
DESCRIPTIONS: dict[str, str] = {
    "organisation": "the name of the organisation",
    "reference": "the reference of the case",
    "round_title": "the name of the round",
    "submitted_at": "the moment the application was sent",
    "decided_on": "the day of the decision",
    "decision_by": "the day by which we decide",
    "criterion": "the name of the criterion that was not met",
    "criterion_question": "the question that criterion asks",
    "reason": "the reason for the decision, as it was written down",
    "total": "the total of the application",
    "highest_total": "the highest total that can be reached",
    "lowest_total": "the lowest total that can be reached",
    "cut_off": "the total from which applications are proposed",
    "places": "how many places there are",
    "applications": "how many applications there were",
    "outcome_because": "why the application was not selected",
    "reserve_place": "the place on the reserve list",
    "reserve_until": "the day until which the reserve list holds",
    "first_workshop_on": "the day of the first workshop",
    "reply_by": "the day by which we ask for an answer",
    "typed_by": "who of us typed answers, and on whose behalf; known only when somebody did",
    "withdrawn_at": "the moment the application was withdrawn",
    "link": "the address of a page",
    "scores": "a table: each criterion, the score, what it means and why",
    "key_dates": "a table: each day and what happens on it",
    "commitments": "a list: what the organisation promised to do",
    "answers_given": "a list: the answers that were given",
    "changes": "a list: what was changed",
}
TABLES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "scores": (
        ("criterion", "Criterion"),
        ("score", "Your score"),
        ("meaning", "What the score means"),
        ("reason", "Reason"),
    ),
    "key_dates": (("day", "Day"), ("what", "What happens")),
}
LISTS = {"commitments", "answers_given", "changes"}

_markdown = MarkdownIt("commonmark", {"html": False}).disable("image")


def add_field(name: str, description: str) -> None:
    """Let letters name one more fact of a wing's cases, told to editors in these words; from AppConfig.ready()."""
    DESCRIPTIONS.setdefault(name, description)


def add_list_field(name: str, description: str) -> None:
    """As add_field, for a fact that is a list: it stands alone on its line."""
    LISTS.add(name)
    add_field(name, description)


def text_fields() -> frozenset[str]:
    """Fields that stand inside a sentence: all but tables and lists."""
    return frozenset(DESCRIPTIONS) - frozenset(TABLES) - LISTS


@dataclass(frozen=True)
class Unfit:
    """A field that stops a letter: where it stands, and what is wrong with it."""

    part: str
    line: int
    field: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.part}, line {self.line}: {self.sentence}"


def fields_in(text: str) -> Iterator[tuple[int, str]]:
    """Every field of a text with its line, in order. `{{ a.b }}` and `{% x %}` are no fields: they stay as text."""
    for number, line in enumerate(text.splitlines(), start=1):
        for found in FIELD.finditer(line):
            yield number, found[1]


@dataclass(frozen=True)
class Included:
    """A shared paragraph a body names: where, which, and on what it depends."""

    line: int
    name: str
    unless: bool
    field: str

    def __str__(self) -> str:
        if not self.field:
            return "always"
        return f"when “{self.field}” is {'not ' if self.unless else ''}known"


def paragraphs_in(body: str) -> list[Included]:
    """Every shared paragraph a body names, in order."""
    found = ((number, PARAGRAPH.fullmatch(line)) for number, line in enumerate(body.splitlines(), start=1))
    return [Included(number, one[1], bool(one[2]), one[3] or "") for number, one in found if one]


def unfit_paragraphs(body: str, known: Mapping[str, str]) -> list[Unfit]:
    """Paragraphs nobody has written, and conditions on fields no letter knows."""
    unfit = []
    for each in paragraphs_in(body):
        if each.name not in known:
            unfit.append(Unfit("body", each.line, each.name, f"There is no shared paragraph “{each.name}”."))
        if each.field and each.field not in DESCRIPTIONS:
            unfit.append(Unfit("body", each.line, each.field, f"“{each.field}” is not a field that letters know."))
    return unfit


def assembled(body: str, paragraphs: Mapping[str, str], facts: Mapping[str, Any]) -> str:
    """The body with its shared paragraphs in place, those whose condition holds. What nobody wrote stays as text."""
    lines = []
    for line in body.splitlines():
        named = PARAGRAPH.fullmatch(line)
        if named is None or named[1] not in paragraphs:
            lines.append(line)
        elif not named[3] or (facts.get(named[3]) in (None, "", [])) == bool(named[2]):
            lines.append(paragraphs[named[1]].rstrip("\n"))
    return "\n".join(lines)


def fields_marked(text: str) -> str:
    """The text for people who read about a letter: ‹organisation› where a fact goes."""
    return FIELD.sub(lambda found: f"‹{found[1]}›", text)


def unknown_fields(parts: Mapping[str, str]) -> list[Unfit]:
    """Fields that no letter knows, and tables or lists that do not stand alone on their line of the body."""
    found = []
    for part, text in parts.items():
        lines = text.splitlines()
        for line, field in fields_in(text):
            if field not in DESCRIPTIONS:
                found.append(Unfit(part, line, field, f"“{field}” is not a field that letters know."))
            elif field not in text_fields() and (part != "body" or not FIELD.fullmatch(lines[line - 1].strip())):
                found.append(Unfit(part, line, field, f"“{field}” must stand alone on its line of the body."))
    return found


def missing_fields(parts: Mapping[str, str], facts: Mapping[str, Any]) -> list[Unfit]:
    """Fields the letter uses and the facts do not give."""
    return [
        Unfit(part, line, field, f"“{field}” is not known for this case.")
        for part, text in parts.items()
        for line, field in fields_in(text)
        if facts.get(field) in (None, "", [])
    ]


def merged_line(text: str, facts: Mapping[str, Any]) -> str:
    """A subject or summary: plain text in, plain text out."""
    return " ".join(FIELD.sub(lambda found: str(facts[found[1]]), text).split())


def merged_html(body: str, facts: Mapping[str, Any]) -> str:
    """The body as HTML, every fact escaped."""
    html = ALONE.sub(lambda found: _block(found[1], facts[found[1]]), _markdown.render(body))
    return FIELD.sub(lambda found: _words(facts[found[1]]) if found[1] in facts else escape(found[0]), html)


def _words(value: Any) -> str:
    return escape(str(value)).replace("{", "&#123;").replace("\r\n", "\n").replace("\n", "<br>")


def _block(field: str, value: Any) -> str:
    if field in TABLES:
        return _table(TABLES[field], value)
    if field in LISTS:
        return "<ul>" + "".join(f"<li>{_words(item)}</li>" for item in value) + "</ul>"
    return f"<p>{_words(value)}</p>"


def _table(columns: tuple[tuple[str, str], ...], rows: list[Mapping[str, Any]]) -> str:
    """A table whose first column heads its row. A column that no row fills is left out."""
    filled = [(key, heading) for key, heading in columns if any(row.get(key) not in (None, "") for row in rows)]
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for _, heading in filled)
    lines = []
    for row in rows:
        cells = [_words(row.get(key, "")) for key, _ in filled]
        rest = "".join(f"<td>{cell}</td>" for cell in cells[1:])
        lines.append(f'<tr><th scope="row">{cells[0]}</th>{rest}</tr>')
    return f'<table class="govuk-table"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
