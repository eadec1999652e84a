"""What a browser tells of a passkey, read so that nothing it may say is a fault of ours."""

import json
import struct
from typing import Any, ClassVar

from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.utils.translation import gettext_lazy as _

from .accounts import InOurWords

# The libraries that read the answer expect it whole: a list, a missing part, JSON a thousand deep or a signature that
# does not fit leaves them by any of these.
UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    InvalidSignature,
    LookupError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
)


class NotTooDeep(json.JSONDecoder):
    """JSON or a number without end is no JSON, for the field that reads it and for the page that shows it again."""

    def decode(self, s: str, *rest: Any) -> Any:
        try:
            return super().decode(s, *rest)
        except RecursionError:
            raise json.JSONDecodeError("nested too deeply", "", 0) from None
        except json.JSONDecodeError:
            raise
        except ValueError:  # a number of more digits than Python reads
            raise json.JSONDecodeError("too long a number", "", 0) from None


class ReadsAPasskey:
    """Takes any answer that cannot be read for a wrong answer (D01)."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["credential"].decoder = NotTooDeep  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        try:
            super().full_clean()  # type: ignore[misc]
        except UNREADABLE:
            self.add_error(None, _("We could not read that passkey. Please try again."))  # type: ignore[attr-defined]


class AddPasskey(ReadsAPasskey, InOurWords, AddWebAuthnForm):
    words: ClassVar[dict[str, tuple[Any, Any]]] = {
        "name": (_("A name for it"), _("So that you know it again, for example “my laptop”.")),
        "passwordless": (_("Let me sign in with it alone, without my password"), ""),
    }


class SignInByPasskey(ReadsAPasskey, LoginWebAuthnForm):
    pass


class ConfirmByPasskey(ReadsAPasskey, ReauthenticateWebAuthnForm):
    pass
