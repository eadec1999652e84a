"""What WeasyPrint leaves to do for PDF/UA: running heads are artifacts, header cells have a scope, links print.

Knows pikepdf only: the press uses it in a child that has no Django.
"""

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

Marks = dict[tuple[int, int], set[int]]

PRINT = 4


def finish(source: bytes) -> bytes:
    """Return the same document with those three things put right."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(source)) as pdf:
        used: Marks = {}
        _walk(pdf.Root.StructTreeRoot.K, None, used, in_head=False)
        for page in pdf.pages:
            _set_apart_what_is_not_tagged(pdf, page, used.get(page.objgen, set()))
            for annotation in page.get("/Annots", Array()):
                if annotation.get("/Subtype") == Name.Link:
                    annotation.F = PRINT
        pdf.save(output)
    return output.getvalue()


def _walk(node: Any, page: tuple[int, int] | None, used: Marks, *, in_head: bool) -> None:
    """Collect the marks of each page that stand in the structure tree, and give header cells their scope."""
    if isinstance(node, Array):
        for child in node:
            _walk(child, page, used, in_head=in_head)
    elif isinstance(node, int):
        if page is not None:
            used.setdefault(page, set()).add(int(node))
    elif isinstance(node, Dictionary):
        page = node.Pg.objgen if "/Pg" in node else page
        if node.get("/Type") == Name.MCR:
            used.setdefault(page or (0, 0), set()).add(int(node.MCID))
            return
        kind = node.get("/S")
        if kind == Name.TH:
            _give_scope(node, in_head=in_head)
        if node.get("/Type") != Name.OBJR and "/K" in node:
            _walk(node.K, page, used, in_head=in_head or kind == Name.THead)


def _give_scope(header_cell: Dictionary, *, in_head: bool) -> None:
    attributes = header_cell.get("/A")
    if not isinstance(attributes, Dictionary):
        attributes = header_cell.A = Dictionary()
    if "/Scope" not in attributes:
        attributes.O = Name.Table
        attributes.Scope = Name.Column if in_head else Name.Row


def _set_apart_what_is_not_tagged(pdf: pikepdf.Pdf, page: pikepdf.Page, tagged: set[int]) -> None:
    """Turn marked content that no tag mentions (the boxes in the margins) into artifacts."""
    instructions = []
    changed = False
    for operands, operator in pikepdf.parse_content_stream(page, operators=""):
        if str(operator) == "BDC" and _mark(operands) not in {None, *tagged}:
            operands, changed = [Name.Artifact, Dictionary(Type=Name.Pagination)], True
        instructions.append((operands, operator))
    if changed:
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def _mark(operands: Any) -> int | None:
    properties = operands[1] if len(operands) == 2 else None
    return int(properties.MCID) if isinstance(properties, Dictionary) and "/MCID" in properties else None
