"""Make materials better: the next draft, its words, comments on it, and the record after a trial inspection (G.8)."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage
from sandbox_portal.govuk.forms import PageForm

from ..actions import materials as actions
from ..actions import materials_comments as comments
from ..actions import refinement
from ..forms.materials import AskForComments, BeginForm, CloseForm, LookBackForm, PartForm, SettleComment
from ..forms.parts import Confirm
from ..models import Framework, MaterialsComment, MaterialsUse, MaterialsVersion
from ..permissions import inspects_it, manages_it
from ..queries.materials import (
    comments_visible_to,
    drafts_after,
    frameworks_without_materials,
    materials_use_of,
    participants_to_ask,
)
from ..rulebook.materials import Part, following
from .assessments import AssessmentAction
from .materials import MANAGERS, MaterialsPage


class MaterialsAction(MaterialsPage, ActionPage):
    """One form about one version."""

    access = MANAGERS

    @property
    def back_url(self) -> str:
        return reverse("materials-detail", args=[self.version.series, self.version.number])

    def next_url(self, done: Any) -> str:
        return reverse("materials-detail", args=[done.series, done.number])


class BeginSeries(ActionPage):
    """The first version of the materials of a framework that has none."""

    access = MANAGERS
    template = "inspection/materials/begin.html"
    done = "Version 0.1 is a draft. Change its words, ask for comments, then put it into use."

    @cached_property
    def frameworks(self) -> list[Framework]:
        return frameworks_without_materials()

    @property
    def back_url(self) -> str:
        return reverse("materials-list")

    def facts(self) -> dict[str, Any]:
        return {"frameworks": self.frameworks}

    def form(self, data: Any = None) -> PageForm:
        return BeginForm(data, frameworks=self.frameworks)

    def act(self, values: dict[str, Any]) -> MaterialsVersion:
        words = {"title": values["version_title"], "summary": values["summary"]}
        return actions.begin_series(values["framework"], **words, by=self.user, at=self.at)

    def next_url(self, done: MaterialsVersion) -> str:
        return reverse("materials-detail", args=[done.series, done.number])


class PrepareNext(MaterialsAction):
    done = "The next version is a draft. Change its words, ask for comments, then put it into use."

    def form(self, data: Any = None) -> PageForm:
        hint = f"It begins with every word of version {self.version.number}, which stays as it is."
        return Confirm(data, title="Prepare the next version", button="Prepare it", hint=hint)

    def act(self, values: dict[str, Any]) -> MaterialsVersion:
        return actions.prepare_next(self.version, by=self.user, at=self.at)


class ChangePart(MaterialsAction):
    done = "The draft is changed."

    @cached_property
    def part(self) -> Part:
        part = self.content.part(self.kwargs["kind"], self.kwargs["key"])
        if part is None:
            raise Http404
        return part

    def form(self, data: Any = None) -> PageForm:
        self.shown = PartForm(data, part=self.part)
        return self.shown

    def act(self, values: dict[str, Any]) -> MaterialsVersion:
        kind, key = self.part.place
        words = {"title": values["part_title"], "says": self.shown.lines}
        return actions.change_part(self.version, kind=kind, key=key, **words, by=self.user, at=self.at)


class PutIntoUse(MaterialsAction):
    done = "It is in use. Inspections that begin from now on work with it."

    def form(self, data: Any = None) -> PageForm:
        hint = "Its words do not change after this. Inspections that have begun keep the version they have."
        return Confirm(data, title=f"Put version {self.version.number} into use", button="Put it into use", hint=hint)

    def act(self, values: dict[str, Any]) -> MaterialsVersion:
        return actions.put_into_use(self.version, by=self.user, at=self.at)


class AskForCommentsPage(MaterialsAction):
    done = "The letters are on their way."

    def form(self, data: Any = None) -> PageForm:
        return AskForComments(data, participants=participants_to_ask(self.version))

    def act(self, values: dict[str, Any]) -> object:
        return comments.ask_for_comments(self.version, **values, by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return self.back_url


class SettleCommentPage(MaterialsAction):
    done = "Your reply is kept."

    @cached_property
    def comment(self) -> MaterialsComment:
        found = comments_visible_to(self.user).filter(version=self.version)
        return get_object_or_404(found, pk=self.kwargs["comment_id"])

    def form(self, data: Any = None) -> PageForm:
        return SettleComment(data, name=self.comment.organisation_name)

    def act(self, values: dict[str, Any]) -> object:
        return comments.settle_comment(self.comment, **values, by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return f"{self.back_url}#comments"


class OneRecord(AssessmentAction):
    """A page of the record after one trial inspection."""

    is_for: Any = inspects_it | manages_it

    @cached_property
    def use(self) -> MaterialsUse:
        use = materials_use_of(self.assessment)
        if use is None or not use.is_trial or not self.is_for.test(self.user, self.assessment):
            raise Http404
        return use

    @property
    def back_url(self) -> str:
        return reverse("assessment-materials", args=[self.assessment.pk])


class LookBack(OneRecord):
    done = "It is kept."

    def form(self, data: Any = None) -> PageForm:
        return LookBackForm(data, use=self.use)

    def act(self, values: dict[str, Any]) -> object:
        words = refinement.LookedBack(**values)
        return refinement.write_refinement(self.use, words=words, by=self.user, at=self.at)


class CloseRecord(OneRecord):
    access = MANAGERS
    is_for = manages_it
    done = "The record is closed. The next trial inspection can begin."

    def form(self, data: Any = None) -> PageForm:
        form = CloseForm(data, drafts=drafts_after(self.use))
        if not form.by_number:
            newer = following(self.use.version.number)
            form.hint += f" There is no newer draft now. For a new version, prepare version {newer} first."
        return form

    def act(self, values: dict[str, Any]) -> object:
        return refinement.close_refinement(self.use, outcome=refinement.Outcome(**values), by=self.user, at=self.at)
