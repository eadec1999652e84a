"""What comes in at the pages of people."""

from .accounts import (
    AnotherAddress,
    ChangePassword,
    CodeFromMail,
    ConfirmPassword,
    ConfirmSecondStep,
    NewAddress,
    NewPassword,
    OrganisationForm,
    RenamePasskey,
    ResetCodeFromMail,
    ResetPassword,
    SecondStep,
    SetPassword,
    SignIn,
    SignUp,
    StartApp,
)
from .notices import NoticeFilter
from .passkeys import AddPasskey, ConfirmByPasskey, SignInByPasskey
from .staff import EndRole, GiveRole, InviteStaff, PeopleFilter, ResetSecondStep
from .teams import ChangePlace, Invite, JoinAsNewPerson, YourName

__all__ = [
    "AddPasskey",
    "AnotherAddress",
    "ChangePassword",
    "ChangePlace",
    "CodeFromMail",
    "ConfirmByPasskey",
    "ConfirmPassword",
    "ConfirmSecondStep",
    "EndRole",
    "GiveRole",
    "Invite",
    "InviteStaff",
    "JoinAsNewPerson",
    "NewAddress",
    "NewPassword",
    "NoticeFilter",
    "OrganisationForm",
    "PeopleFilter",
    "RenamePasskey",
    "ResetCodeFromMail",
    "ResetPassword",
    "ResetSecondStep",
    "SecondStep",
    "SetPassword",
    "SignIn",
    "SignInByPasskey",
    "SignUp",
    "StartApp",
    "YourName",
]
