"""Photos of a visit before registration: adding them, saying what they show, taking one away (R-276)."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from inspection.models import AssessmentVisit
from inspection.queries.visits import visits_visible_to
from inspection.visited import visited
from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.downloads import picture
from sandbox_portal.documents.storage import NoRoom, StoreSilent
from sandbox_portal.govuk.forms import PageForm

from ..actions import visit_photos
from ..forms.assessment import Say
from ..forms.photos import AddPhotos, DescribePhotos, TakesPhotos
from ..models import VisitPhoto
from ..queries.assessment import READS_ASSESSMENTS
from ..queries.visits import visit_photos_visible_to, why_not_shown
from .assessing import AssessmentAction


class PhotoPicture(LookingPage):
    """The photo itself, as the pages of its visit show it."""

    access = READS_ASSESSMENTS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        photos = visit_photos_visible_to(request.user).filter(removed_at=None, visit=kwargs["visit_id"])
        photo = get_object_or_404(photos, pk=kwargs["photo_id"], visit__case=kwargs["case_id"])
        refusal = why_not_shown(photo)
        if refusal:
            raise Refused(refusal)
        file = photo.attachment.evidence_file
        return picture(file.stored_name, sha256=file.sha256, media_type=file.media_type)


class VisitAction(AssessmentAction):
    """A form about the photos of one visit; one goes on at the page of the visit."""

    @cached_property
    def visit(self) -> AssessmentVisit:
        found = visits_visible_to(self.user).filter(case=self.application.pk)
        visit = get_object_or_404(found, pk=self.kwargs["visit_id"])
        if not visited(visit.case).works_on(visit.case, self.user):
            raise Http404
        return visit

    @property
    def back_url(self) -> str:
        return reverse("visit-detail", args=[self.application.pk, self.visit.pk])

    def standing(self) -> list[VisitPhoto]:
        return list(visit_photos_visible_to(self.user).filter(visit=self.visit, removed_at=None))

    def facts(self) -> dict[str, Any]:
        return {"application": self.application, "visit": self.visit}

    def first_words(self) -> dict[str, Any]:
        """Who is writing took the photos, on the day of the visit, unless they say otherwise."""
        return {"photographer": self.user.name, "taken_on": day_in_london(self.visit.starts_at)}

    def take_in(self, form: TakesPhotos) -> list[VisitPhoto]:
        """Keep each chosen photo. What is wrong with one stands in the form and does not hold up the others."""
        files = form.cleaned_data.get("files") or []
        taken, kept = form.taken, []
        if files and taken is None:
            form.add_error("files", "Say who took the photos and when, and choose them again")
            return []
        for upload in files:
            try:
                kept.append(visit_photos.add_photo(self.visit, upload=upload, taken=taken, by=self.user, at=self.at))
            except (StoreSilent, NoRoom):
                raise
            except Refused as refused:
                form.add_error("files", refused.sentence)
        return kept


class AddVisitPhotos(VisitAction):
    """Photos first, words after: what was taken is safe before anybody types."""

    template = "registration/officer/visit_photos.html"

    def form(self, data: Any = None, files: Any = None) -> AddPhotos:
        return AddPhotos(data, files, initial=self.first_words())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.bound = self.form(request.POST, request.FILES)
        kept = self.take_in(form) if form.is_valid() else []
        if form.errors:
            return self.show(form, status=422, kept=kept)
        messages.success(request, _told(kept))
        return redirect("registration-visit-photo-words", self.application.pk, self.visit.pk)

    def act(self, values: dict[str, Any]) -> object:
        raise NotImplementedError

    def show(self, form: PageForm, status: int = 200, kept: list[VisitPhoto] | None = None) -> HttpResponse:
        context = {"form": form, "back_url": self.back_url, "kept": _told(kept), **self.facts()}
        return render(self.request, self.template, context, status=status)


class DescribeVisitPhotos(VisitAction):
    """What each photo shows, all of them on one page; those of which nothing was said come first."""

    template = "registration/officer/visit_photo_words.html"
    done = "What the photos show is saved."

    def form(self, data: Any = None) -> DescribePhotos:
        photos = sorted(self.standing(), key=lambda photo: (photo.is_described, photo.number))
        self.described = DescribePhotos(data, photos=photos)
        return self.described

    def act(self, values: dict[str, Any]) -> object:
        words = self.described.described
        return visit_photos.describe_photos(self.visit, described=words, by=self.user, at=self.at)


class RemoveVisitPhoto(VisitAction):
    template = "registration/officer/visit_photo_remove.html"
    done = "The photo is removed."

    @cached_property
    def photo(self) -> VisitPhoto:
        photo = next((each for each in self.standing() if each.pk == self.kwargs["photo_id"]), None)
        if photo is None:
            raise Http404
        return photo

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title=f"Remove {str(self.photo).lower()}",
            label="Why is it removed?",
            missing="Say why the photo is removed",
            button="Remove the photo",
            hint="Nobody can open it afterwards. That it was there, and why it was removed, stays written.",
        )

    def act(self, values: dict[str, Any]) -> object:
        return visit_photos.remove_photo(self.photo, because=values["because"], by=self.user, at=self.at)

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "photo": self.photo, "refusal": why_not_shown(self.photo)}


def _told(kept: list[VisitPhoto] | None) -> str:
    """How many photos are with the visit now because of this."""
    count = len(kept or ())
    return f"{count} photo{'s are' if count > 1 else ' is'} with the visit now." if count else ""
