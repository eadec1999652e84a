"""Applications to register as staff see them, up to the assessment."""

from django.urls import path

from ..views import checking, levels, typing

FILE = "staff/registration/<uuid:case_id>/"

urlpatterns = [
    path("staff/registration/type-in/", typing.TypeInRegistration.as_view(), name="registration-type-in"),
    path("staff/registration/how-it-goes/", levels.ServiceLevels.as_view(), name="registration-service-levels"),
    path(FILE, checking.RegistrationFile.as_view(), name="registration-file"),
    path(FILE + "start-check/", checking.StartCheck.as_view(), name="registration-start-check"),
    path(FILE + "check/", checking.CheckRegistration.as_view(), name="registration-check"),
    path(FILE + "check/list/<slug:question>/", checking.ListOneShortcoming.as_view(), name="registration-shortcoming"),
    path(
        FILE + "check/manager/<uuid:manager_id>/<slug:question>/",
        checking.ListOneShortcoming.as_view(),
        name="registration-shortcoming-of-manager",
    ),
    path(
        FILE + "check/off/<int:shortcoming_id>/",
        checking.UnlistShortcoming.as_view(),
        name="registration-shortcoming-off",
    ),
    path(FILE + "return/", checking.ReturnRegistration.as_view(), name="registration-return"),
    path(FILE + "accept/", checking.AcceptRegistration.as_view(), name="registration-accept"),
    path(FILE + "allocate/", checking.AllocateRegistration.as_view(), name="registration-allocate"),
    path(FILE + "type-on/", typing.GoOnTyping.as_view(), name="registration-type-on"),
    path(FILE + "hand-in/", typing.HandInRegistration.as_view(), name="registration-hand-in"),
    path(
        "staff/registration/manager/<uuid:manager_id>/",
        checking.ReadManagerPart.as_view(),
        name="registration-manager-read",
    ),
]
