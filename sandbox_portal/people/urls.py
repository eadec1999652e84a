"""The map of people: front pages and the account."""

from django.urls import include, path

from .views import account, public

urlpatterns = [
    path("", public.Home.as_view(), name="home"),
    path("account/", account.YourAccount.as_view(), name="your-account"),
    path("account/", include("sandbox_portal.people.account_urls")),
]
