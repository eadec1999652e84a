"""Members of umbrella bodies."""

from django.urls import path

from ..views import members

BODY = "members/<uuid:organisation_id>/"
ONE = BODY + "<uuid:member_id>/"

urlpatterns = [
    path("members/", members.YourMembers.as_view(), name="your-members"),
    path(BODY, members.MemberList.as_view(), name="body-member-list"),
    path(BODY + "add/", members.AddMember.as_view(), name="body-member-add"),
    path(BODY + "sheet/", members.SendSheet.as_view(), name="body-member-sheet"),
    path(BODY + "empty-sheet.csv", members.MemberSheet.as_view(), name="body-member-sheet-empty"),
    path(BODY + "ask/", members.AskAll.as_view(), name="body-member-ask-all"),
    path(ONE, members.MemberPage.as_view(), name="body-member-detail"),
    path(ONE + "change/", members.ChangeMember.as_view(), name="body-member-change"),
    path(ONE + "ask/", members.AskOne.as_view(), name="body-member-ask"),
    path(ONE + "take-out/", members.TakeOut.as_view(), name="body-member-take-out"),
]
