"""The map of the register."""

from django.urls import path

from .views import data, public, robots

urlpatterns = [
    path("robots.txt", robots.Robots.as_view(), name="robots"),
    path("register/", public.RegisterSearch.as_view(), name="register-search"),
    path("register/data/", data.AboutTheData.as_view(), name="register-about-data"),
    path("api/openapi.json", data.ApiDescription.as_view(), name="api-description"),
    path("register/services.csv", data.RegisterSheet.as_view(), name="register-sheet"),
    path("register/services.json", data.RegisterData.as_view(), name="register-data"),
    path("register/services/<uuid:service_id>/", public.ServiceDetail.as_view(), name="service-detail"),
    path("register/services/<uuid:service_id>.json", data.ServiceData.as_view(), name="service-data"),
]
