"""The forms that stand on a page: where they lead, and what a browser would send with them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class FoundForm:
    """One form of a page."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, set[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FoundForm] = []
        self.open: FoundForm | None = None
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.open = FoundForm(said.get("action", ""), said.get("method", "get").upper())
            self.forms.append(self.open)
        elif self.open is not None:
            self._control(self.open, tag, said)

    def _control(self, form: FoundForm, tag: str, said: dict[str, str]) -> None:
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            form.offered.setdefault(self.select, set()).add(value)
            if "selected" in said:
                form.fields.setdefault(self.select, []).append(value)
        elif tag == "textarea":
            self.textarea = name
            form.texts.add(name)
            form.fields[name] = [""]
        elif tag in {"input", "button"} and name:
            self._input(form, name, value, said)

    def _input(self, form: FoundForm, name: str, value: str, said: dict[str, str]) -> None:
        kind = said.get("type", "text")
        if kind == "file":
            form.files.add(name)
        elif kind in {"checkbox", "radio"}:
            form.offered.setdefault(name, set()).add(value or "on")
            if "checked" in said:
                form.fields.setdefault(name, []).append(value or "on")
        else:
            if kind in {"text", "search", "email", "tel", "url"}:
                form.texts.add(name)
            form.fields.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self.open is not None and self.textarea:
            self.open.fields[self.textarea][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""


def forms_on(html: str) -> list[FoundForm]:
    """Every form of a page, in its order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
