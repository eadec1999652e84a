"""A small set of pages with every piece of the design system, for the browser to walk through."""

import datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import path

import sandbox_portal.urls
from sandbox_portal.govuk.charts import KeyDate, Span, bar_rows, phase_timeline
from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

D = datetime.date
FRUIT = [("a", "Apples"), ("b", "Bananas"), ("n", "None of these")]
RECEIVED = []  # what the autosave and the score pages were sent, in order
PAGES = ["form", "errors", "question", "list", "case", "score", "draft", "job"]


class Service(PageForm):
    title, caption, hint = "Tell us about your service", "Round 3", "It takes about 10 minutes."
    looks = {
        "story": Look(max_words=50),
        "fruits": Look(exclusive="n", divider_before="n"),
        "places": Look(classes="govuk-input--width-4", suffix="people"),
    }
    name = forms.CharField(label="What is the service called?", help_text="The name that people know.")
    places = forms.IntegerField(label="Places", required=False)
    email = forms.EmailField(label="Email address")
    story = forms.CharField(label="What is new?", widget=forms.Textarea)
    fruit = forms.ChoiceField(label="Which one?", choices=FRUIT, widget=forms.RadioSelect)
    fruits = forms.MultipleChoiceField(label="Which ones?", choices=FRUIT, widget=forms.CheckboxSelectMultiple)
    region = forms.ChoiceField(label="Region", choices=[("", "Choose a region"), *FRUIT])
    opened_on = GovukDateField(label="When did you open?", what="The date you opened")
    statement = forms.FileField(label="Statement of purpose", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    speaks = forms.BooleanField(label="I can speak for the service")


class Question(PageForm):
    title, question = "Why do you want to join?", "why"
    why = forms.CharField(label="Why do you want to join?", widget=forms.Textarea)


class Filter(PageForm):
    looks = {"q": Look(mark_optional=False), "fruits": Look(small=True, mark_optional=False)}
    q = forms.CharField(label="Name", required=False)
    fruits = forms.MultipleChoiceField(
        label="Fruit", choices=FRUIT, widget=forms.CheckboxSelectMultiple, required=False
    )


class Score(PageForm):
    form_tag, button = False, ""
    looks = {"score": Look(hints={"1": "No plan.", "4": "A plan that others could copy."})}
    score = forms.ChoiceField(
        label="Your score", choices=[(str(number), str(number)) for number in range(1, 5)], widget=forms.RadioSelect
    )
    reason = forms.CharField(label="Your reason", widget=forms.Textarea, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)


def page(request, content, **context):
    source = (
        '{% extends "base.html" %}{% load govuk crispy_forms_tags %}{% block title %}Sample{% endblock %}'
        f"{{% block content %}}<h1 class='govuk-heading-l'>Sample</h1>{content}{{% endblock %}}"
    )
    return HttpResponse(Template(source).render(RequestContext(request, context)))


def form_page(request, form):
    template = Template('{% extends "components/page_form.html" %}')
    return HttpResponse(template.render(RequestContext(request, {"form": form, "back_url": "/list/"})))


def list_page(request):
    if request.GET.get("q") == "broken" and "X-Fragment" in request.headers:
        return HttpResponse(status=500)
    names = [name for name in ("Harbour House", "Meadow Lane", "Riverside") if request.GET.get("q", "") in name]
    content = (
        '<div class="app-filter-layout"><div class="app-filter-layout__filter">{% include "components/filter.html" %}'
        '</div><div class="app-filter-layout__results" id="results" data-count="{{ names|length }} services">'
        '{% scrolltable "Services" %}<table class="govuk-table" data-module="moj-sortable-table">'
        '<thead><tr><th scope="col" class="govuk-table__header" aria-sort="none">Name</th></tr></thead><tbody>'
        '{% for name in names %}<tr><td class="govuk-table__cell">{{ name }}</td></tr>{% endfor %}</tbody></table>'
        '{% endscrolltable %}{% include "components/pagination.html" with newer_url="?n" older_url="?o" %}'
        '{% if not names %}{% include "components/empty_state.html" with title="None found" text="Try less." %}'
        "{% endif %}</div></div>"
    )
    selected = [{"text": "Apples", "href": "?"}]
    return page(request, content, form=Filter(request.GET), names=names, selected=selected, clear_url="?")


def case_page(request):
    messages.success(request, "Your scores have been saved")
    messages.info(request, "The window closes tomorrow")
    phases = [Span("Apply", D(2026, 5, 4), D(2026, 6, 12)), Span("Score", D(2026, 6, 15), D(2026, 7, 31))]
    picture = phase_timeline(
        phases, [KeyDate("Closes", D(2026, 6, 12))], [Span("Pause", D(2026, 7, 1), D(2026, 7, 7))], D(2026, 6, 20)
    )
    at = datetime.datetime(2026, 6, 15, 9, 30)  # noqa: DTZ001 - only shown
    content = (
        '{% include "components/identity_bar.html" with reference="SR3-1" title="A" stage="Open" colour="blue" %}'
        '{% include "components/sub_navigation.html" with items=items %}'
        '{% summarylist title="Service" %}{% row "Name" change_url="/" %}Meadow Lane{% endrow %}{% endsummarylist %}'
        '{% include "components/phase_timeline.html" %}'
        '{% include "components/bar_table.html" with caption="Scores" label_head="Score" count_head="Members" %}'
        '{% include "components/timeline.html" with items=events %}'
        '{% include "components/side_navigation.html" with items=items %}'
    )
    items = [{"text": "Overview", "href": "/", "active": True}, {"text": "Scores", "href": "/"}]
    events = [{"title": "Sent to the panel", "by": "Lead", "at": at, "note": "All met."}]
    return page(
        request, content, items=items, picture=picture, bars=bar_rows([("1", 2), ("2", 5)], mine="2"), events=events
    )


SAVING = (
    '<form method="post" {0}>{{% csrf_token %}}{{% crispy form %}}<p class="app-saved" role="status" {0}-status></p>'
    '<div {0}-button>{{% govuk "button" text="Save" %}}</div></form>'
)


def score_page(request):
    if request.method == "GET":
        return page(request, SAVING.format("data-inline-score"), form=Score())
    RECEIVED.append((request.POST["score"], request.POST["version"]))
    if request.POST["score"] == "1":
        return JsonResponse({"text": "Say why you gave 1."}, status=422)
    if request.POST["score"] == "4":
        return JsonResponse({}, status=500)
    return JsonResponse({"text": "Saved. 4 of 12 scored.", "version": int(request.POST["version"]) + 1})


def draft_page(request):
    if request.method == "GET":
        return page(request, SAVING.format("data-autosave"), form=Score())
    reason = request.POST["reason"]
    RECEIVED.append((reason, request.POST["version"], request.headers.get("X-Fragment")))
    if reason == "conflict":
        return JsonResponse({"changed_by": "Amira", "changed_at_text": "4:10pm"}, status=409)
    if reason == "signed out":
        return redirect("/form/")
    if reason == "broken":
        return JsonResponse({}, status=500)
    return JsonResponse({"saved_at_text": "4:12pm", "version": int(request.POST["version"]) + 1})


JOB = {"asked": 0}


def job_page(request):
    if "X-Fragment" in request.headers:
        JOB["asked"] += 1
        done = JOB["asked"] * 30
        words = f"{done} of 60 letters made"
        return JsonResponse({"done": done, "total": 60, "text": words, "has_ended": done > 60})
    text = "All 60 letters made" if JOB["asked"] else "Starting"
    return page(request, '{% include "components/job_progress.html" with url="/job/" total=60 %}', text=text)


urlpatterns = [
    path("form/", login_not_required(lambda request: form_page(request, Service()))),
    path("errors/", login_not_required(lambda request: form_page(request, Service({"opened_on_0": "3"})))),
    path("question/", login_not_required(lambda request: form_page(request, Question()))),
    path("list/", login_not_required(list_page)),
    path("case/", login_not_required(case_page)),
    path("score/", login_not_required(score_page)),
    path("draft/", login_not_required(draft_page)),
    path("job/", login_not_required(job_page)),
    *sandbox_portal.urls.urlpatterns,
]
