"""The map of people: front pages, the organisation and the account."""

from django.urls import URLPattern, include, path

from .views import account, invitations, links, notices, organisation, public, staff, team


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
    path("team/", team.YourTeam.as_view(), name="your-team"),
    path("organisation/<uuid:organisation_id>/team/", team.ShowTeam.as_view(), name="team"),
    path("organisation/<uuid:organisation_id>/team/history/", team.TeamHistory.as_view(), name="team-history"),
    path("organisation/<uuid:organisation_id>/team/invite/", team.InviteToTeam.as_view(), name="team-invite"),
    path("organisation/<uuid:organisation_id>/team/leave/", team.LeaveTeam.as_view(), name="team-leave"),
    path(
        "organisation/<uuid:organisation_id>/team/<int:membership_id>/change/",
        team.ChangeMember.as_view(),
        name="member-change",
    ),
    path(
        "organisation/<uuid:organisation_id>/team/<int:membership_id>/remove/",
        team.RemoveMember.as_view(),
        name="member-remove",
    ),
    path("invitation/<str:token>/", invitations.AnswerInvitation.as_view(), name="invitation"),
    path(
        "invitations/<uuid:invitation_id>/send-again/",
        invitations.SendInvitationAgain.as_view(),
        name="invitation-send-again",
    ),
    path(
        "invitations/<uuid:invitation_id>/take-back/", invitations.RevokeInvitation.as_view(), name="invitation-revoke"
    ),
    path("link/", links.ClosedLink.as_view(), name="link-closed"),
    path("link/<str:token>/", links.OpenLink.as_view(), name="link"),
    path("link/<uuid:link_id>/question/<int:number>/", links.LinkQuestion.as_view(), name="link-question"),
    path("link/<uuid:link_id>/check/", links.CheckLink.as_view(), name="link-check"),
    path("link/<uuid:link_id>/cannot-answer/", links.DeclineLinkPage.as_view(), name="link-decline"),
    path("link/<uuid:link_id>/received/", links.LinkReceived.as_view(), name="link-received"),
    path("people/", staff.ListPeople.as_view(), name="person-list"),
    path("people/invite/", staff.InviteToRole.as_view(), name="person-invite"),
    path("people/<uuid:user_id>/", staff.ShowPerson.as_view(), name="person-detail"),
    path("people/<uuid:user_id>/roles/give/", staff.GivePersonRole.as_view(), name="role-give"),
    path("people/<uuid:user_id>/roles/<int:grant_id>/end/", staff.EndPersonRole.as_view(), name="role-end"),
    path("people/<uuid:user_id>/second-step/reset/", staff.AskForReset.as_view(), name="second-step-reset-ask"),
    path("people/second-step-resets/<int:reset_id>/", staff.DecideReset.as_view(), name="second-step-reset"),
    path("notices/", notices.ListNotices.as_view(), name="notice-list"),
    path("notices/<int:notice_id>/open/", notices.OpenNotice.as_view(), name="notice-open"),
    path("notices/read/", notices.ReadAllNotices.as_view(), name="notice-read-all"),
    path("account/name/", account.ChangeName.as_view(), name="name-change"),
    path("account/history/", account.AccountHistory.as_view(), name="account-history"),
    path("account/devices/<int:device_id>/sign-out/", account.SignOutDevice.as_view(), name="device-sign-out"),
    path("account/devices/sign-out-everywhere/", account.SignOutEverywhere.as_view(), name="sign-out-everywhere"),
    path("account/stay/", account.StaySignedIn.as_view(), name="session-stay"),
    path("account/kept/", account.KeptForm.as_view(), name="kept-form"),
    path("account/", account.YourAccount.as_view(), name="your-account"),
    path("account/", include("sandbox_portal.people.account_urls")),
]
