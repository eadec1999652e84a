"""Publish the questions of content/scope/: new versions are kept for good, versions in use may not change (R-204)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction

from sandbox_portal.casework.content import Fault, FaultyContent
from sandbox_portal.casework.content_files import ContentFile, first_difference

from .models import ScopeTree
from .scope_file import read_trees
from .scope_tree import Tree


@transaction.atomic
def load_scope(root: Path, at: datetime) -> str:
    """Check every file and keep versions that are new; FaultyContent when one that is kept was changed."""
    read = read_trees(root)
    faults = [fault for file, tree in read for fault in _changed(file, tree)]
    if faults:
        raise FaultyContent(faults)
    new = [_keep(file, tree, at) for file, tree in read]
    return f"scope: {len(read)} checked, {sum(new)} new"


def _keep(file: ContentFile, tree: Tree, at: datetime) -> bool:
    defaults = {"content": file.values, "published_at": at}
    return ScopeTree.objects.get_or_create(code=tree.code, version=tree.version, defaults=defaults)[1]


def _changed(file: ContentFile, tree: Tree) -> Iterator[Fault]:
    there = ScopeTree.objects.filter(code=tree.code, version=tree.version).first()
    change = first_difference(there.content, file.values) if there else None
    if change is not None:
        yield file.fault(
            change,
            f"Version {tree.version} is in use and cannot change. Give your change a new version, in a new file.",
        )
