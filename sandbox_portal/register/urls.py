"""The map of the register."""

from django.urls import path

from .views import public

urlpatterns = [
    path("register/", public.RegisterSearch.as_view(), name="register-search"),
    path("register/services.csv", public.RegisterSheet.as_view(), name="register-sheet"),
    path("register/services/<uuid:service_id>/", public.ServiceDetail.as_view(), name="service-detail"),
    path("register/services/<uuid:service_id>.json", public.ServiceData.as_view(), name="service-data"),
]
