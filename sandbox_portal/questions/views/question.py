"""One page of questions: shown, saved as typed, saved by the button, and the two texts of a conflict."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode

from sandbox_portal.casework.moments import time_in_words
from sandbox_portal.casework.refusals import Conflict, Refused
from sandbox_portal.people.sealing import key_for

from ..actions import save_draft, save_page
from ..actions.conflicts import settle_conflict
from ..actions.presence import say_here
from ..checking import Problem
from ..conflicts import THEIRS, both_texts
from ..crosschecks import problems_of
from ..engine import Document, Given, Page, Question
from ..expanding import named_in_set
from ..forms import AnswerForm
from ..forms_together import SettleConflict, kept_controls
from ..guidance import help_pages
from ..hosts import host_of
from ..models import Answer
from ..presence import others_here, writing_here
from ..queries import document_of, given_for, versions_of
from ..question_types import QuestionType
from ..reopening import is_reopened, reopened
from ..showing import shown_files
from ..version_tokens import token_for, versions_in
from .doors import ASKED, CHECK, ResponseDoor
from .offering import Offering


class QuestionPage(Offering):
    """Ask one thing. `?return=check` leads back to Check answers, new follow-up questions first (R3)."""

    @cached_property
    def saves_itself(self) -> bool:
        """True for what the open page sends while somebody types: often, so it reads as little as it can."""
        return self.request.headers.get("X-Fragment") == "1"

    @cached_property
    def page(self) -> Page:
        source: Any = self._set_alone if self.saves_itself else self.reading
        page = source.page(self.kwargs["section"], self.kwargs["question"])
        if page is None or not self.scope.may_read(page.section.key):
            raise Http404
        return self._only_what_is_asked(page)

    @property
    def _set_alone(self) -> Document:
        """The set without the answers, which a save by itself does not read."""
        return named_in_set(document_of(self.response.question_set), self.kwargs["question"])

    def _only_what_is_asked(self, page: Page) -> Page:
        """After sending, the page holds only those of its questions that were asked again."""
        if not reopened(self.response):
            return page
        questions = tuple(question for question in page.questions if is_reopened(self.response, [question.key]))
        return replace(page, questions=questions) if questions else page

    @cached_property
    def given(self) -> Given:
        """What the case adds; read for a save by itself only where a question of the page draws on it."""
        if not self.saves_itself:
            return self.reading.given
        needs_lists = any(question.choices_from for question in self.page.questions)
        return given_for(self.response, {}) if needs_lists else Given()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(question.key for question in self.page.questions)

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if self.page.questions[0].type is QuestionType.GROUP:
            return HttpResponseRedirect(f"{self.page_address(self.page)}?{request.GET.urlencode()}")
        if not self.may_write(self.page.section):
            return HttpResponseRedirect(self.address("response-check-answers"))
        stored = versions_of(self.response, self.keys)
        newest = max(stored.values(), key=lambda answer: answer.answered_at, default=None)
        return self._show(self._form(stored), newest=newest, sources=self.sources(stored))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if self.page.questions[0].type is QuestionType.GROUP:
            raise Http404
        if "settle" in request.POST:
            return self._settle()
        form = self._form({}, data=request.POST)
        if self.saves_itself:
            return self._autosave(form)
        try:
            stored = save_page(self.response, **self._save(form))
        except Conflict as conflict:
            return self._show_conflict(form, conflict)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self._show(form, status=409)
        if "add_row" in request.POST:
            return HttpResponseRedirect(self._with_more_rows(form))
        if "later" in request.POST:
            return HttpResponseRedirect(self.address("response-task-list"))
        if not form.is_valid():
            return self._show(self._form(stored, data=request.POST))
        return HttpResponseRedirect(self._next(form.raw_answers))

    def _autosave(self, form: AnswerForm) -> JsonResponse:
        try:
            stored = save_draft(self.response, **self._save(form))
        except Conflict as conflict:
            return JsonResponse(_told(conflict.theirs, self.keys), status=409)
        except Refused as refused:
            return JsonResponse({"message": refused.sentence}, status=403)
        return JsonResponse({"version": token_for(self.keys, stored), "saved_at_text": time_in_words(self.at)})

    def _save(self, form: AnswerForm) -> dict[str, Any]:
        return {
            "answers": form.raw_answers,
            "versions": versions_in(self.request.POST.get("version", "")),
            "page": form.page_token,
            "by": self.request.user,
            "at": self.at,
        }

    def _form(self, stored: Mapping[str, Answer], *, data: Any = None, is_page: bool = True) -> AnswerForm:
        known = self.known() if data is None else {}
        answers = {**known, **{key: answer.raw for key, answer in stored.items()}}
        return AnswerForm(
            self.page,
            self.given,
            answers=answers,
            version=token_for(self.keys, stored),
            page_token=_page_token(data),
            data=data,
            is_page=is_page,
            crossed=self._crossed,
            rows=_rows_wanted(self.request.GET.get("rows", "")),
        )

    def _show(self, form: AnswerForm, *, status: int = 200, **more: Any) -> HttpResponse:
        form.kept_under = key_for("typed", str(self.request.user.pk))
        pages = help_pages(self.response.set_code, self.page.section.key)
        context = {
            "case": self.case,
            "form": form,
            "page": self.page,
            "here": self._here(),
            "here_url": self.address("response-here", self.page.section.key, self.page.key),
            "files": shown_files(self.reading, self.page.questions[0].key),
            "evidence_url": self._evidence_url(),
            "to_mend": self._to_mend(),
            **self.told_before(),
            "has_help": bool(pages) or any(map(_has_help, self.page.questions)),
            "help_pages": pages,
            "back_url": self._back(),
            **more,
        }
        return render(self.request, "questions/question.html", context, status=status)

    def _to_mend(self) -> list[str]:
        """What has to be put right on this page, when the answers came back."""
        listed = host_of(self.case).to_mend(self.case)
        return [listed[each.key] for each in self.page.questions if each.key in listed]

    def _show_conflict(self, form: AnswerForm, conflict: Conflict, *, status: int = 409) -> HttpResponse:
        """Show both texts; what the person typed travels hidden, and now counts on the stored version."""
        stored = versions_of(self.response, self.keys)
        texts = both_texts(self.page, form.raw_answers, conflict.theirs, self.given)  # type: ignore[arg-type]
        context = {
            "case": self.case,
            "page": self.page,
            "texts": texts,
            "sentence": conflict.sentence,
            "choice": SettleConflict(texts=texts),
            "kept": kept_controls(self.request.POST),
            "version": token_for(self.keys, stored),
            "page_token": form.page_token,
        }
        return render(self.request, "questions/conflict.html", context, status=status)

    def _settle(self) -> HttpResponse:
        """What was chosen on the page that shows both texts; nothing chosen, or a third change, shows it again."""
        form = self._form({}, data=self.request.POST)
        stored = versions_of(self.response, self.keys)
        disputed = {key: answer for key, answer in stored.items() if f"{key}__choose" in self._disputed()}
        texts = both_texts(self.page, form.raw_answers, disputed, self.given)
        choice = SettleConflict(self.request.POST, texts=texts)
        if not choice.is_valid():
            return self._show_choice_again(form, texts, choice)
        theirs = {key: stored[key].raw for key in choice.keys(THEIRS)}
        answers = {**form.raw_answers, **theirs, **choice.joined()}
        set_aside = {key: form.raw_answers[key] for key in (*theirs, *choice.joined())}
        saving = {**self._save(form), "answers": answers}
        saving.pop("page")
        try:
            saved = settle_conflict(self.response, set_aside=set_aside, **saving)
        except Conflict as conflict:
            return self._show_conflict(form, conflict)
        return HttpResponseRedirect(self._next({key: answer.raw for key, answer in saved.items()}))

    def _disputed(self) -> set[str]:
        return set(self.request.POST.getlist("disputed"))

    def _show_choice_again(self, form: AnswerForm, texts: list[Any], choice: SettleConflict) -> HttpResponse:
        context = {
            "case": self.case,
            "page": self.page,
            "texts": texts,
            "sentence": "",
            "choice": choice,
            "kept": kept_controls(self.request.POST),
            "version": self.request.POST.get("version", ""),
            "page_token": form.page_token,
        }
        return render(self.request, "questions/conflict.html", context, status=422)

    def _here(self) -> str:
        others = others_here(self.response, self.request.user, self.at)
        return writing_here(others, self.page.section.key, self.page.key)

    def _crossed(self, answers: Mapping[str, Any]) -> Mapping[str, Problem]:
        """The cross-checks that these answers fail together with those already given."""
        reading = self.reading.with_answers(answers)
        return problems_of(reading.document, reading.answers, reading.given)

    def _evidence_url(self) -> str:
        holds_files = any(question.type is QuestionType.FILE for question in self.page.questions)
        return self.evidence_url(self.page) if holds_files else ""

    def _back(self) -> str:
        before = self.reading.page_before(self.page)
        if self.request.GET.get("return") == CHECK:
            return self.address("response-check-answers")
        if self.request.GET.get("return") == ASKED:
            return self.address("response-asked-again")
        return self.page_address(before) if before else self.address("response-task-list")

    def _with_more_rows(self, form: AnswerForm) -> str:
        """The same page with one row more."""
        query = self.request.GET.copy()
        query["rows"] = str(max(form.rows.values(), default=0) + 1)
        return f"{self.request.path}?{query.urlencode()}"

    def _next(self, answers: Mapping[str, Any]) -> str:
        if self.request.GET.get("return") == ASKED:
            return self.address("response-asked-again")
        reading = self.reading.with_answers(answers)
        if self.request.GET.get("return") == CHECK:
            changed = self.request.GET.get("changed", self.page.key)
            waiting = reading.pending_follow_up((changed, *self.keys)) or reading.pending_in_item(self.page)
            if waiting is None:
                return self.address("response-check-answers")
            return f"{self.page_address(waiting)}?{urlencode({'return': CHECK, 'changed': changed})}"
        after = reading.next_page(self.page)
        return self.page_address(after) if after else self.address("response-task-list")


class WhoIsHere(ResponseDoor):
    """An open page says that it is open, and hears who else has it open."""

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        document = named_in_set(document_of(self.response.question_set), self.kwargs["question"])
        page = document.page(self.kwargs["section"], self.kwargs["question"])
        if page is None or not self.scope.may_read(page.section.key):
            raise Http404
        if not self.may_write(page.section):
            return JsonResponse({"here": ""}, status=409)
        say_here(self.response, page=page, by=request.user, at=self.at)
        others = others_here(self.response, request.user, self.at)
        return JsonResponse({"here": writing_here(others, page.section.key, page.key)})


def _rows_wanted(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0


def _has_help(question: Question) -> bool:
    return bool(question.why_we_ask or question.example or question.evidence_hint or question.words)


def _page_token(data: Any) -> str:
    """The name of this open page: the one it was sent with, or a new one."""
    try:
        return str(uuid.UUID(data.get("page", ""))) if data is not None else str(uuid.uuid4())
    except ValueError:
        return str(uuid.uuid4())


def _told(theirs: Any, keys: tuple[str, ...]) -> dict[str, str]:
    newest = max(theirs.values(), key=lambda answer: answer.answered_at)
    return {
        "changed_by": newest.answered_by.name,
        "changed_at_text": time_in_words(newest.answered_at),
        "version": token_for(keys, theirs),
    }
