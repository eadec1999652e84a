"""Real files made on the spot: good ones, and ones that want to do harm."""

import io
import struct
import zipfile
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
DOCUMENT = "<w:document><w:body><w:p>Our plan</w:p></w:body></w:document>"


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf_with(change=None) -> bytes:
    """A one-page PDF, after `change(pdf)`."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    if change:
        change(pdf)
    output = io.BytesIO()
    pdf.save(output)
    return output.getvalue()


def png_header(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG that says it is this large, with whatever pixels are given, compressed."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def zeros(size: int) -> bytes:
    """So many zero bytes, compressed without ever making them: one packed megabyte, said again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    megabyte = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    rest = zlib.compressobj(9, zlib.DEFLATED, -15)
    end = rest.compress(bytes(size % 1_000_000)) + rest.flush()
    checksum = struct.pack("!I", (size % 65_521) << 16 | 1)
    return b"\x78\xda" + megabyte * (size // 1_000_000) + end + checksum


def giant_png() -> bytes:
    """900 megapixels of black that really unpack."""
    return png_header(30_000, 30_000, zeros(30_000 * (30_000 * 3 + 1)))


def photo(size=(40, 30), *, orientation: int = 6, fmt: str = "JPEG", mode: str = "RGB") -> bytes:
    """A photo that tells where it was taken, by whom, and in a comment."""
    picture = Image.new(mode, size, 128 if mode in {"L", "I;16"} else (200, 30, 40, 50)[: len(mode)])
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = orientation, "Camera of Bramble Row", "A. Person"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)})
    output = io.BytesIO()
    if fmt == "JPEG":
        picture.save(output, "JPEG", exif=exif, comment=b"taken at 1 Bramble Row")
    else:
        notes = PngInfo()
        notes.add_text("Comment", "taken at 1 Bramble Row")
        picture.save(output, "PNG", exif=exif, pnginfo=notes)
    return output.getvalue()


def moving_png() -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "green")]
    output = io.BytesIO()
    frames[0].save(output, "PNG", save_all=True, append_images=frames[1:])
    return output.getvalue()


def docx(*extra: tuple[str | zipfile.ZipInfo, bytes | str]) -> bytes:
    """A small Word document with more parts."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("word/document.xml", DOCUMENT)
        for name, content in extra:
            archive.writestr(name, content)
    return output.getvalue()
