"""Do you need to register? Pages for everybody."""

from django.urls import path

from ..views import public

SCOPE = "do-i-need-to-register/"

urlpatterns = [
    path(SCOPE, public.ScopeStart.as_view(), name="scope-start"),
    path(SCOPE + "result/", public.ScopeResult.as_view(), name="scope-result"),
    path(SCOPE + "again/", public.AnswerAgain.as_view(), name="scope-again"),
    path(SCOPE + "service-<int:service_number>/remove/", public.RemoveService.as_view(), name="scope-remove"),
    path(SCOPE + "service-<int:service_number>/<slug:question>/", public.AskScope.as_view(), name="scope-question"),
]
