"""Read the trees of content/scope/, each fault with its file and line."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from sandbox_portal.casework.content import Fault, FaultyContent
from sandbox_portal.casework.content_files import ContentFile, read_content_file, shape

from .scope_checks import problems
from .scope_tree import Option, Outcome, Question, Tree

FOLDER = "scope"
KEYS = frozenset({*Tree.model_fields, *Question.model_fields, *Option.model_fields, *Outcome.model_fields})


def read_trees(root: Path) -> list[tuple[ContentFile, Tree]]:
    """Every tree in the folder, the oldest version first; FaultyContent with all that is wrong."""
    files = [read_content_file(path, root=root) for path in sorted((root / FOLDER).glob("*.yaml"))]
    read = [(file, shape(file, TypeAdapter(Tree), keys=KEYS)) for file in files]
    faults = [file.fault(place, sentence) for file, tree in read for place, sentence in problems(tree)]
    faults += _same_version(read)
    if faults:
        raise FaultyContent(faults)
    return sorted(read, key=lambda each: (each[1].code, each[1].version))


def newest_tree(root: Path, version: int | None = None) -> Tree | None:
    """The version asked for, or the newest; None when there is none."""
    trees = [tree for _file, tree in read_trees(root) if version in (None, tree.version)]
    return max(trees, key=lambda tree: tree.version, default=None)


def _same_version(read: list[tuple[ContentFile, Tree]]) -> Iterator[Fault]:
    seen: set[tuple[str, int]] = set()
    for file, tree in read:
        if (tree.code, tree.version) in seen:
            yield file.fault(("version",), f"Version {tree.version} of “{tree.code}” stands in another file already.")
        seen.add((tree.code, tree.version))
