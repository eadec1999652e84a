"""Make the fonts of PDFs from the font of the pages; run it with `script/exec python script/print_fonts.py` when that
changes, and commit what it makes.

The font of the pages is variable: WeasyPrint cuts one weight after the other out of it for every document, which took
longer than all else it does. Each weight that templates/documents/print.css names is cut out here, once. The licence of
both is static/fonts/OFL.txt.
"""

from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parents[1]
OF_THE_PAGES = ROOT / "static/fonts/inter-latin-wght-normal.woff2"
OF_PDFS = ROOT / "templates/documents/fonts"
WEIGHTS = (400, 600, 700)


def main() -> None:
    OF_PDFS.mkdir(exist_ok=True)
    for weight in WEIGHTS:
        # Without its moment of making the same font gives the same file.
        font = instantiateVariableFont(TTFont(OF_THE_PAGES, recalcTimestamp=False), {"wght": weight}, static=True)
        font.save(OF_PDFS / f"inter-{weight}.woff2")


if __name__ == "__main__":
    main()
