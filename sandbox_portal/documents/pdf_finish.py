"""What WeasyPrint leaves to do for PDF/UA: running heads are artifacts, header cells have a scope, links print.

Done to the document before it is written, in memory: reading the finished file again took ten times as long. Knows the
objects of pydyf only; the press uses it in a child that has no Django.
"""

import re
from collections.abc import Iterator
from typing import Any

import pydyf

PRINT = 4
PAGINATION = pydyf.Dictionary({"Type": "/Pagination"})
REFERENCE = re.compile(rb"(\d+) \d+ R")

Marks = dict[bytes, set[int]]


def finish(_document: Any, pdf: pydyf.PDF) -> None:
    """Put those three things right. WeasyPrint calls it when all objects are made and none is written."""
    used: Marks = {}
    for node, page, in_head in _tree(pdf):
        if isinstance(node, int):
            used.setdefault(page, set()).add(node)
        elif node.get("S") == "/TH":
            _give_scope(node, in_head=in_head)
    for reference in pdf.page_references:
        page = _at(pdf, reference)
        _set_apart_what_is_not_tagged(_at(pdf, page["Contents"]), used.get(reference, set()))
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Dictionary) and thing.get("Subtype") == "/Link":
            thing["F"] = PRINT


def _tree(pdf: pydyf.PDF) -> Iterator[tuple[Any, bytes, bool]]:
    """Every element and mark of the structure tree, with its page, and whether it stands in the head of a table."""
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    waiting: list[tuple[Any, bytes, bool]] = [(child, b"", False) for child in root["K"]]
    while waiting:
        node, page, in_head = waiting.pop()
        if isinstance(node, bytes):
            node = _at(pdf, node)
        if isinstance(node, int):
            yield node, page, in_head
        elif node.get("Type") != "/OBJR":
            page = node.get("Pg", page)
            yield node, page, in_head
            in_head = in_head or node.get("S") == "/THead"
            waiting += [(child, page, in_head) for child in node.get("K", ())]


def _at(pdf: pydyf.PDF, reference: bytes) -> Any:
    found = REFERENCE.fullmatch(reference)
    assert found is not None, reference
    return pdf.objects[int(found[1])]


def _give_scope(header_cell: pydyf.Dictionary, *, in_head: bool) -> None:
    attributes = header_cell.setdefault("A", pydyf.Dictionary())
    attributes.setdefault("O", "/Table")
    attributes.setdefault("Scope", "/Column" if in_head else "/Row")


def _set_apart_what_is_not_tagged(content: pydyf.Stream, tagged: set[int]) -> None:
    """Turn marked content that no tag mentions (the boxes in the margins) into artifacts."""
    drawn = content.stream
    for place, instruction in enumerate(drawn):
        if instruction == b"BDC" and drawn[place - 1].get("MCID", -1) not in {-1, *tagged}:
            drawn[place - 2 : place] = ["/Artifact", PAGINATION]
