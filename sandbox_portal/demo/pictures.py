"""Pictures that are drawn, so that no photo of the demonstration was ever taken of anybody or anything."""

import io

from PIL import Image, ImageDraw

PAPER, WALL, INK, WOOD = "#f7f4ea", "#dfe5e8", "#37474f", "#a97c50"


def certificate() -> bytes:
    """A framed paper on a wall."""
    picture = Image.new("RGB", (900, 675), WALL)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((270, 90, 630, 585), fill=WOOD)
    pen.rectangle((295, 115, 605, 560), fill=PAPER)
    for row, length in enumerate((220, 180, 240, 240, 200, 240)):
        pen.rectangle((330, 170 + 50 * row, 330 + length, 182 + 50 * row), fill=INK)
    pen.ellipse((520, 470, 580, 530), fill="#9c2f3c")
    return _jpeg(picture)


def cabinet() -> bytes:
    """A cabinet of three drawers; the lowest has a gap where its lock should be."""
    picture = Image.new("RGB", (900, 675), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((300, 60, 600, 640), fill="#8a979e")
    for drawer in range(3):
        top = 80 + drawer * 185
        pen.rectangle((320, top, 580, top + 165), fill="#b5c0c6", outline=INK, width=3)
        pen.rectangle((410, top + 75, 490, top + 90), fill=INK)
        pen.ellipse((540, top + 20, 560, top + 40), fill=INK if drawer == 2 else "#d9b44a")
    return _jpeg(picture)


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()
