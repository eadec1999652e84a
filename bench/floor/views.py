"""The pages of the floor: list, deep page, ranking, one application, and a score that is saved."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Avg, Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from bench.floor.models import Application, Score

PAGE, RANKED = 50, 250


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """A page after a mark, with the whole count and the count of each stage."""
    every = Application.objects.order_by("id")
    rows = every.filter(pk__gt=int(request.GET.get("after", 0))).select_related("organisation").defer("text")[:PAGE]
    stages = Application.objects.values_list("stage").annotate(count=Count("pk")).order_by("stage")
    return render(request, "list.html", {"rows": rows, "count": every.count(), "stages": list(stages)})


@login_required
def ranked(request: HttpRequest) -> HttpResponse:
    best = Application.objects.filter(stage="scored").order_by("-total", "pk")
    rows = best.select_related("organisation").defer("text")[:RANKED]
    return render(request, "list.html", {"rows": rows, "count": RANKED, "stages": []})


@login_required
def one(request: HttpRequest, number: int) -> HttpResponse:
    application = get_object_or_404(Application.objects.select_related("organisation"), pk=number)
    scores = Score.objects.filter(application=number)
    return render(request, "one.html", {"application": application, "scores": scores})


@login_required
def saved(request: HttpRequest, number: int) -> HttpResponse:
    """Add a score and keep the mean beside it."""
    with transaction.atomic():
        value, reason = int(request.POST["value"]), request.POST["reason"]
        Score.objects.create(application_id=number, member=request.user.pk, value=value, reason=reason)
        mean = Score.objects.filter(application=number).aggregate(mean=Avg("value"))["mean"]
        Application.objects.filter(pk=number).update(total=round(mean))
    return redirect(f"/one/{number}/")


urlpatterns = [
    path("list/", listed),
    path("ranked/", ranked),
    path("one/<int:number>/", one),
    path("saved/<int:number>/", saved),
]
