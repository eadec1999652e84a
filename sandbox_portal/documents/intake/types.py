"""The kinds of file we take, and the sentence for each that we do not."""

from dataclasses import dataclass
from typing import Literal

Way = Literal["pdf", "office", "picture", "text"]


@dataclass(frozen=True)
class FileType:
    """`endings` people use for it, the `found` names its first bytes may be given, and the way it is checked."""

    media_type: str
    extension: str
    endings: frozenset[str]
    found: frozenset[str]
    way: Way


def _type(media_type: str, way: Way, *endings: str, found: str = "") -> FileType:
    return FileType(media_type, endings[0], frozenset(endings), frozenset((found or endings[0]).split()), way)


OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = (
    _type("application/pdf", "pdf", "pdf"),
    _type(f"{OFFICE}.wordprocessingml.document", "office", "docx", found="docx zip"),
    _type(f"{OFFICE}.spreadsheetml.sheet", "office", "xlsx", found="xlsx zip"),
    _type("application/vnd.oasis.opendocument.text", "office", "odt", found="odt zip"),
    _type("image/jpeg", "picture", "jpg", "jpeg"),
    _type("image/png", "picture", "png", found="png apng"),
    _type("text/plain", "text", "txt"),
    _type("text/csv", "text", "csv"),
)
BY_ENDING = {ending: file_type for file_type in TYPES for ending in file_type.endings}
ACCEPT = ",".join(f".{ending}" for ending in BY_ENDING)
IN_WORDS = (
    "a PDF, a Word document (.docx), a spreadsheet (.xlsx or .csv), an .odt or .txt text, or a JPG or PNG picture"
)

_SAVE_AGAIN = "“{name}” is in an old format that can hold macros. Save it again as .docx or .xlsx and send that."
_MACROS = "“{name}” can hold macros, which are small programs. Save it again without macros, as .docx or .xlsx."
_HEIC = (
    "“{name}” is a HEIC photo, which many people cannot open. On an iPhone, choose Settings, Camera, Formats, "
    "Most Compatible; or save the photo as JPG and send that."
)
ADVICE = {
    **dict.fromkeys(("heic", "heif"), _HEIC),
    **dict.fromkeys(("doc", "xls", "ppt", "rtf"), _SAVE_AGAIN),
    **dict.fromkeys(("docm", "xlsm", "dotm", "xltm"), _MACROS),
}
NO_PICTURE = "“{name}” is not a picture. Choose a photo that is a JPG or PNG file."
NOT_TAKEN = f"“{{name}}” is not a kind of file we can take. Send {IN_WORDS}."

SENTENCES = {
    "empty": "“{name}” is empty. Choose the file again.",
    "too_large": "“{name}” is larger than 25 MB. Make it smaller, or send it in parts.",
    "disagrees": "“{name}” is not what its ending .{ending} says. Save it again in the right format and send that.",
    "unreadable": "“{name}” cannot be opened. It may be damaged. Save it again and send that.",
    "locked": "“{name}” is locked with a password. Save a copy without a password and send that.",
    "active": "“{name}” has something inside that can act by itself, like a script or an attached file. "
    "Print it to a new PDF and send that.",
    "macros": _MACROS,
    "unpacks": "“{name}” unpacks to far more than its size, so we cannot take it. Save it again and send that.",
    "nested": "“{name}” has other files packed inside it. Send those files one by one.",
    "names": "“{name}” is packed in a way that can harm a computer. Save it again and send that.",
    "outside": "“{name}” loads something from another place when it is opened. Save it without that and send it again.",
    "pixels": "“{name}” is a picture of more than 40 megapixels. Make it smaller and send that.",
    "moving": "“{name}” is a moving picture. Send a still picture.",
    "web_page": "“{name}” is a web page. Print it to a PDF and send that.",
}
