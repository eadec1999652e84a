"""Photos of a visit: choosing them, and saying what each shows."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField

from sandbox_portal.documents.forms.files import FilesField, file_control
from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..actions.visit_photos import Described, Taken
from ..choices import PhotoShows
from ..models import VisitPhoto

MOST_AT_ONCE = 10
PHOTOS = ".jpg,.jpeg,.png,image/jpeg,image/png"
RULE = (
    "JPG or PNG, each at most 25 MB, and at most 10 at a time. We make them smaller and take out where they were taken."
)
TOO_LONG = "Use 300 characters or fewer"
PERSON, HOME = PhotoShows.PERSON, PhotoShows.HOME


class PhotosField(FilesField):
    """Several photos, from a camera or from a folder."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = super().clean(data, initial)
        if len(files) > MOST_AT_ONCE:
            raise forms.ValidationError(f"Choose at most {MOST_AT_ONCE} photos at a time")
        return files


class TakesPhotos(PageForm):
    """Photos, who took them, and when. What a photo is, intake says, not the form."""

    def take_photos(self, *, required: bool) -> None:
        self.fields["files"] = PhotosField(
            label="Choose photos" if required else "Photos that are not here yet",
            help_text=RULE,
            required=required,
            allow_empty_file=True,
            error_messages={"required": "Choose a photo"},
        )
        self.fields["photographer"] = forms.CharField(
            label="Who took them?",
            max_length=200,
            required=required,
            error_messages={"required": "Say who took the photos", "max_length": "Use 200 characters or fewer"},
        )
        self.fields["taken_on"] = GovukDateField(
            label="On which day were they taken?", what="The day", required=required
        )
        for name in ("files", "photographer", "taken_on"):
            self.fields[name].look = Look(mark_optional=False)  # type: ignore[attr-defined]

    @property
    def taken(self) -> Taken | None:
        """Who took them and when; nothing while one of it is missing."""
        said = self.cleaned_data
        if not said.get("photographer") or not said.get("taken_on"):
            return None
        return Taken(said["photographer"], said["taken_on"])

    @property
    def photo_control(self) -> dict[str, Any]:
        return file_control(self["files"], accept=PHOTOS)


class SaysOfPhotos(PageForm):
    """For each photo: what is seen, whether it shows a person or a home, and who agreed."""

    def say_of(self, photos: Iterable[VisitPhoto]) -> None:
        self.photos = list(photos)
        for photo in self.photos:
            self._add(photo)

    def _add(self, photo: VisitPhoto) -> None:
        number, agreed = photo.number, {name: self._agreed(photo, name) for name in (PERSON, HOME)}
        seen = forms.CharField(
            label=f"What is seen on photo {number}?",
            help_text="For somebody who cannot see it. Name no person.",
            max_length=300,
            widget=forms.Textarea,
            initial=photo.seen,
            error_messages={"required": f"Say what is seen on photo {number}", "max_length": TOO_LONG},
        )
        shows = forms.ChoiceField(
            label=f"Does photo {number} show a person or somebody’s home?",
            choices=PhotoShows.choices,
            widget=forms.RadioSelect,
            initial=photo.shows,
            error_messages={"required": f"Say whether photo {number} shows a person or a home"},
        )
        seen.look = Look(rows=2)  # type: ignore[attr-defined]
        shows.look = Look(small=True, conditional={name: agreed[name] for name in agreed})  # type: ignore[attr-defined]
        self.fields[self._name(photo, "seen")] = seen
        self.fields[self._name(photo, "shows")] = shows

    def _agreed(self, photo: VisitPhoto, shows: str) -> str:
        """Two fields, one in each choice, because a choice that reveals nothing else must not hide what was typed."""
        whom = "Who is it, by their part, not by name, and how did they agree?"
        where = "Who lives there, by their part, not by name, and how did they agree?"
        field = forms.CharField(
            label=whom if shows == PERSON else where,
            help_text="For example: the carer we met, who said yes before we took it",
            max_length=300,
            required=False,
            initial=photo.agreed if photo.shows == shows else "",
            error_messages={"max_length": TOO_LONG},
        )
        field.look = Look(mark_optional=False)  # type: ignore[attr-defined]
        name = self._name(photo, f"agreed_{shows}")
        self.fields[name] = field
        return name

    def _name(self, photo: VisitPhoto, what: str) -> str:
        return f"photo_{photo.pk}_{what}"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for photo in getattr(self, "photos", ()):
            shows = values.get(self._name(photo, "shows"))
            agreed = self._name(photo, f"agreed_{shows}")
            if shows in {PERSON, HOME} and not values.get(agreed) and agreed not in self.errors:
                self.add_error(agreed, f"Say who agreed to photo {photo.number}, or remove it")
        return values

    @property
    def described(self) -> dict[int, Described]:
        """What was said of each photo, by its id."""
        values = self.cleaned_data
        return {
            photo.pk: Described(
                seen=values[self._name(photo, "seen")],
                shows=(shows := values[self._name(photo, "shows")]),
                agreed=values.get(self._name(photo, f"agreed_{shows}"), ""),
            )
            for photo in self.photos
        }

    def photo_rows(self) -> list[tuple[VisitPhoto, BoundField, BoundField]]:
        return [(each, self[self._name(each, "seen")], self[self._name(each, "shows")]) for each in self.photos]


class AddPhotos(TakesPhotos):
    """Choose photos of a visit."""

    title = "Add photos of the visit"
    button = "Add the photos"

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.take_photos(required=True)


class DescribePhotos(SaysOfPhotos):
    """Say what the photos of a visit show."""

    title = "What the photos show"
    button = "Save"

    def __init__(self, *args: Any, photos: Iterable[VisitPhoto], **named: Any) -> None:
        super().__init__(*args, **named)
        self.say_of(photos)
