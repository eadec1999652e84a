"""Apply to register: pages of an organisation and of its managers."""

from django.urls import path

from ..views import applying, managers

OWN = "registration/<uuid:case_id>/"
PART = "registration/manager/<uuid:manager_id>/"

urlpatterns = [
    path("registration/start/", applying.StartRegistration.as_view(), name="registration-start"),
    path(OWN, applying.RegistrationStatus.as_view(), name="registration-status"),
    path(OWN + "send/", applying.SendOwnRegistration.as_view(), name="registration-send"),
    path(OWN + "sent/", applying.RegistrationSent.as_view(), name="registration-sent"),
    path(OWN + "withdraw/", applying.WithdrawOwnRegistration.as_view(), name="registration-withdraw"),
    path(OWN + "open-again/", applying.ReopenOwnRegistration.as_view(), name="registration-reopen"),
    path(OWN + "confirm/", applying.ConfirmOwnRegistration.as_view(), name="registration-confirm"),
    path(OWN + "managers/", managers.ManagersOfApplication.as_view(), name="registration-managers"),
    path(PART + "take-out/", managers.TakeOutNamedManager.as_view(), name="manager-take-out"),
    path(PART, managers.ManagerPart.as_view(), name="manager-part"),
    path(PART + "begin/", managers.BeginManagerPart.as_view(), name="manager-begin"),
    path(PART + "declare/", managers.DeclareManagerPart.as_view(), name="manager-declare"),
    path(PART + "change/", managers.ChangeManagerPart.as_view(), name="manager-change"),
    path(PART + "not-me/", managers.LeaveManagerPart.as_view(), name="manager-leave"),
]
