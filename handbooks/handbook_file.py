"""The handbooks as the regulator wrote them: content/handbooks/*.yaml, checked while they are read (R-254, R-700)."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from sandbox_portal.casework.content_files import read_content_file, refuse_faults, shape, twice

FOLDER = "handbooks"
PLAIN = ConfigDict(extra="forbid", frozen=True)
KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Part(BaseModel):
    """A heading with paragraphs, a list, or both."""

    model_config = PLAIN

    heading: str = Field(min_length=1)
    text: str = ""
    points: tuple[str, ...] = ()


class Chapter(BaseModel):
    """One page of a handbook; `helps_with` names sections of forms as set/section."""

    model_config = PLAIN

    key: str = Field(pattern=KEY)
    title: str = Field(min_length=1)
    summary: str = Field(min_length=1)
    parts: tuple[Part, ...] = Field(min_length=1)
    helps_with: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Everything it says, for a search."""
        said = [f"{part.heading} {part.text} {' '.join(part.points)}" for part in self.parts]
        return " ".join((self.title, self.summary, *said)).casefold()


class Handbook(BaseModel):
    model_config = PLAIN

    code: str = Field(pattern=KEY)
    title: str = Field(min_length=1)
    about: str = Field(min_length=1)
    chapters: tuple[Chapter, ...] = Field(min_length=1)

    def chapter(self, key: str) -> Chapter | None:
        return next((each for each in self.chapters if each.key == key), None)


def read_handbooks(root: Path) -> dict[str, Handbook]:
    """Every handbook by its code; FaultyContent with file and line of everything that is wrong."""
    found = {}
    for path in sorted((root / FOLDER).glob("*.yaml")):
        file = read_content_file(path, root=root)
        book = shape(file, TypeAdapter(Handbook))
        refuse_faults(twice(file, ("chapters",), (chapter.key for chapter in book.chapters), key="key"))
        if book.code != path.stem:
            refuse_faults([file.fault(("code",), f"The file is called {path.stem}, so its code must be {path.stem}.")])
        found[book.code] = book
    return found
