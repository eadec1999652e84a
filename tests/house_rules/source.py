"""Read our own source: the files, and rules that hold for a syntax tree. Each rule gives sentences, or none."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "sandbox_portal",
    "programme",
    "selection",
    "registration",
    "inspection",
    "monitoring",
    "quality_mark",
    "handbooks",
)
Rule = Callable[[ast.Module, str], Iterator[str]]


def python_files(*folders: str) -> list[Path]:
    """Our Python files, without migrations."""
    found = [path for folder in folders or PACKAGES for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted([*(ROOT / "templates").rglob("*.*"), *(ROOT / "sandbox_portal").glob("**/templates/**/*.html")])


def is_ours(model: type) -> bool:
    """True for a model of one of our packages."""
    return f"{model.__module__}.".startswith(tuple(f"{package}." for package in PACKAGES))


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def breaches(rule: Rule, paths: list[Path]) -> list[str]:
    """The rule applied to every file."""
    found = []
    for path in paths:
        text = path.read_text()
        found += [f"{where(path)}: {sentence}" for sentence in rule(ast.parse(text), text)]
    return found


def breaches_of_text(rule: Rule, text: str) -> list[str]:
    """The rule applied to a piece of source, for the twins."""
    return list(rule(ast.parse(text), text))


def is_room(path: Path, *rooms: str) -> bool:
    """True for views.py and for every file of views/ when the room is "views"."""
    return path.stem in rooms or any(part in rooms for part in path.relative_to(ROOT).parts[:-1])


def views_reach_rows_through_the_asker(tree: ast.Module, text: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}:
            yield f"line {node.lineno} uses .{node.attr}; begin with a …_visible_to(user) of queries"
        if isinstance(node, ast.Call) and _name(node.func) in {"get_object_or_404", "get_list_or_404"} and node.args:
            first = node.args[0]
            if isinstance(first, ast.Name | ast.Attribute) and _name(first)[:1].isupper():
                yield f"line {node.lineno} looks up a whole model; begin with a …_visible_to(user) of queries"


def nobody_speaks_to_the_queue(tree: ast.Module, text: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"delay", "apply_async", "send_task"}:
            yield f"line {node.lineno} uses .{node.attr}; use the outbox"


def text_stays_escaped(tree: ast.Module, text: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in {"mark_safe", "SafeString", "SafeText", "Markup"}:
            yield f"line {node.lineno} uses {_name(node.func)}"


def functions_fit_a_hand(tree: ast.Module, text: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > 50:
                yield f"{node.name} has {length} lines; 50 is the limit"


def files_fit_a_sitting(tree: ast.Module, text: str) -> Iterator[str]:
    length = len(text.splitlines())
    if length > 400:
        yield f"has {length} lines; 400 is the limit"


def actions_say_by_whom_and_when(tree: ast.Module, text: str) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            named = {argument.arg for argument in node.args.kwonlyargs}
            missing = {"by", "at"} - named
            if missing:
                yield f"{node.name} lacks the keyword-only argument {' and '.join(sorted(missing))}"
            if len(node.args.args) > 1:
                yield f"{node.name} takes more than one argument by position"


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


INLINE_STYLE = re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE)
HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape off")


def inline_code(text: str) -> list[str]:
    """Inline styles, scripts and handlers of a template: our Content-Security-Policy forbids all three."""
    found = [("style", INLINE_STYLE), ("script", INLINE_SCRIPT), ("handler", HANDLER)]
    return [f"has an inline {word}" for word, pattern in found if pattern.search(text)]
