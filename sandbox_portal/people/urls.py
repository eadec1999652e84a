"""The map of people: front pages, the organisation and the account."""

from django.urls import URLPattern, include, path

from .views import account, organisation, public


def words(route: str, name: str) -> URLPattern:
    """A page of words alone, named as its template."""
    return path(route, public.Words.as_view(template_name=f"people/{name}.html"), name=name)


urlpatterns = [
    path("", public.Home.as_view(), name="home"),
    words("accessibility/", "accessibility"),
    words("privacy/", "privacy"),
    words("cookies/", "cookies"),
    words("help/", "help"),
    words("security/", "security"),
    path(".well-known/security.txt", public.SecurityContact.as_view(), name="security-contact"),
    path("organisation/new/", organisation.CreateOrganisation.as_view(), name="organisation-create"),
    path("organisation/<uuid:organisation_id>/", organisation.ShowOrganisation.as_view(), name="organisation-detail"),
    path(
        "organisation/<uuid:organisation_id>/correct/",
        organisation.CorrectOrganisation.as_view(),
        name="organisation-correct",
    ),
    path("account/", account.YourAccount.as_view(), name="your-account"),
    path("account/", include("sandbox_portal.people.account_urls")),
]
