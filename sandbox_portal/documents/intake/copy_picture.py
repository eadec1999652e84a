"""Make a fresh picture from the pixels alone: no place, no camera, no comment, no hidden preview (D13, D17).

Where a last word says so, its longer side is at most so many pixels. Stand-alone program of a child; see limited.py.
"""

import sys
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

sys.path.insert(0, str(Path(__file__).resolve().parent))
from child import Unwanted, run  # a neighbour, found without importing the package and Django

FORMATS = {"jpg": "JPEG", "png": "PNG"}
MOST_PIXELS = 40_000_000
LONGEST = 6  # the place of the word


def check(source: Path, copy: Path, extension: str) -> None:
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # the size is checked here, from the header, before a pixel is read
    try:
        picture = Image.open(source, formats=[FORMATS[extension]])
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise Unwanted("unreadable") from None
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise Unwanted("pixels")
    if extension == "png" and getattr(picture, "n_frames", 1) > 1:
        raise Unwanted("moving")
    fresh = _fresh(picture, extension)
    if len(sys.argv) > LONGEST:
        fresh.thumbnail((int(sys.argv[LONGEST]),) * 2)
    if extension == "jpg":
        fresh.save(copy, "JPEG", quality=90)
    else:
        fresh.save(copy, "PNG")


def _fresh(picture: Image.Image, extension: str) -> Image.Image:
    """A new picture with the same pixels, the right way up; nothing else of the old one comes along."""
    try:
        picture.load()
        pixels = _plain(ImageOps.exif_transpose(picture), extension)
    except (OSError, SyntaxError, ValueError):
        raise Unwanted("unreadable") from None
    fresh = Image.new(pixels.mode, pixels.size)
    fresh.paste(pixels)
    return fresh


def _plain(picture: Image.Image, extension: str) -> Image.Image:
    """Eight bits a colour; transparency only where the format has it."""
    if picture.mode.startswith("I"):  # sixteen bits of grey: scaled down, not cut off
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    has_alpha = extension == "png" and ("A" in picture.mode or "transparency" in picture.info)
    wanted = "RGBA" if has_alpha else "L" if picture.mode in {"1", "L"} else "RGB"
    return picture if picture.mode == wanted else picture.convert(wanted)


if __name__ == "__main__":
    run(check)
