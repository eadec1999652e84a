"""Forms of people. Those of allauth say here what they ask in our words, and nothing else changes in them."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.fields import words_at_most
from sandbox_portal.govuk.forms import PageModelForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.govuk.sentences import say_plainly

from ..models import Organisation
from ..names import something_to_see

PASSWORD_HELP = _("At least 12 characters. Three or four words that only you would put together are easy to remember.")
CODE_LOOK = Look(classes="govuk-input--width-10")


class InOurWords:
    """Gives fields the label and help of `words`, takes out placeholders, and says what is missing in a sentence."""

    words: ClassVar[dict[str, tuple[Any, Any]]] = {}
    looks: ClassVar[dict[str, Look]] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.words.get(name, (field.label, ""))
            say_plainly(self[name])  # type: ignore[index]


class SignUp(InOurWords, account.SignupForm):
    field_order: ClassVar = ["name", "email", "password1"]
    words: ClassVar = {
        "name": (_("Full name"), _("As you want it to stand in our letters to you.")),
        "email": (_("Email address"), _("We will send a code to it.")),
        "password1": (_("Password"), PASSWORD_HELP),
    }


class SignIn(InOurWords, account.LoginForm):
    words: ClassVar = {"login": (_("Email address"), ""), "password": (_("Password"), "")}


class ResetPassword(InOurWords, account.ResetPasswordForm):
    words: ClassVar = {"email": (_("Email address"), _("The one you sign in with."))}


class NewPassword(InOurWords, account.ResetPasswordKeyForm):
    words: ClassVar = {
        "password1": (_("New password"), PASSWORD_HELP),
        "password2": (_("The new password again"), ""),
    }


class ChangePassword(InOurWords, account.ChangePasswordForm):
    words: ClassVar = {
        "oldpassword": (_("Your password now"), ""),
        "password1": (_("New password"), PASSWORD_HELP),
        "password2": (_("The new password again"), ""),
    }


class SetPassword(InOurWords, account.SetPasswordForm):
    words: ClassVar = {
        "password1": (_("Password"), PASSWORD_HELP),
        "password2": (_("The password again"), ""),
    }


class ConfirmPassword(InOurWords, account.ReauthenticateForm):
    words: ClassVar = {"password": (_("Password"), "")}


class NewAddress(InOurWords, account.ChangeEmailForm):
    words: ClassVar = {"email": (_("New email address"), _("We will send a code to it."))}


class AnotherAddress(InOurWords, account.AddEmailForm):
    words: ClassVar = {"email": (_("New email address"), _("We will send a code to it."))}


class CodeFromMail(InOurWords, account.ConfirmEmailVerificationCodeForm):
    words: ClassVar = {"code": (_("Code"), _("Eight letters and numbers, for example 4KWN-PH72."))}
    looks: ClassVar = {"code": CODE_LOOK}


class ResetCodeFromMail(InOurWords, account.ConfirmPasswordResetCodeForm):
    words: ClassVar = {"code": (_("Code"), _("Eight letters and numbers, for example 4KWN-PH72."))}
    looks: ClassVar = {"code": CODE_LOOK}


class SecondStep(InOurWords, mfa.AuthenticateForm):
    words: ClassVar = {"code": (_("Code"), _("Six numbers from your app, or one of your recovery codes."))}
    looks: ClassVar = {"code": CODE_LOOK}


class ConfirmSecondStep(InOurWords, mfa.ReauthenticateForm):
    words: ClassVar = {"code": (_("Code"), _("Six numbers from your app, or one of your recovery codes."))}
    looks: ClassVar = {"code": CODE_LOOK}


class StartApp(InOurWords, ActivateTOTPForm):
    words: ClassVar = {"code": (_("Code that the app shows now"), _("Six numbers. A new code comes every 30 seconds."))}
    looks: ClassVar = {"code": CODE_LOOK}


class RenamePasskey(InOurWords, EditWebAuthnForm):
    words: ClassVar = {"name": (_("A name for it"), "")}


class OrganisationForm(PageModelForm):
    """What we need to know of an organisation before its first job."""

    title = _("Your organisation")
    hint = _("You can come back and change this later.")
    button = _("Save and continue")
    looks: ClassVar = {
        "company_number": Look(classes="govuk-input--width-10"),
        "charity_number": Look(classes="govuk-input--width-10"),
        "provider_number": Look(classes="govuk-input--width-10"),
        "town": Look(classes="govuk-input--width-20"),
        "summary": Look(rows=3, max_words=40),
    }

    class Meta:
        model = Organisation
        fields = ("name", "legal_form", "company_number", "charity_number", "provider_number", "town", "summary")
        widgets: ClassVar = {"legal_form": forms.RadioSelect, "summary": forms.Textarea}
        labels: ClassVar = {
            "name": _("Name of the organisation"),
            "legal_form": _("How is it set up?"),
            "company_number": _("Company number"),
            "charity_number": _("Charity number"),
            "provider_number": _("Provider number with the regulator"),
            "town": _("Town or city"),
            "summary": _("What does it do, in one sentence?"),
        }
        help_texts: ClassVar = {
            "name": _("If you work alone, write your own name. If it is not formed yet, the name you plan to use."),
            "company_number": _("8 characters, for example 01234567. Leave it empty if there is none."),
            "charity_number": _("Leave it empty if there is none."),
            "provider_number": _("Leave it empty if you are not registered yet."),
            "summary": "",
        }

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["summary"].required = self.fields["town"].required = True
        self.fields["summary"].validators.append(words_at_most(40))
        self.fields["name"].validators.append(something_to_see)
        self.fields["legal_form"].choices = self.fields["legal_form"].choices[1:]  # type: ignore[attr-defined]

    def clean_company_number(self) -> str:
        """Capital letters, no spaces, with the leading nought that people leave out."""
        number = self.cleaned_data["company_number"].replace(" ", "").upper()
        if number.isdigit() and len(number) == 7:
            number = f"0{number}"
        if number and (len(number) != 8 or not number.isalnum() or not number.isascii()):
            raise forms.ValidationError(_("Enter a company number of 8 characters, for example 01234567"))
        return number
