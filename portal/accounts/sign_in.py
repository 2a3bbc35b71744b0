"""The forms of the door: a label says what a field is; nothing is written inside it."""

from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from django.forms import JSONField
from django.utils.translation import gettext_lazy as _


class Plain:
    """Without placeholders, which repeat the label and vanish when one types."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in ("login", "email"):
                field.label = _("Your e-mail address")


class SignInForm(Plain, LoginForm):
    pass


class ForgottenForm(Plain, ResetPasswordForm):
    pass


class AnswerField(JSONField):
    """What a key answers is not nested; what is nested without end is no answer."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except RecursionError:
            raise get_adapter().validation_error("incorrect_code") from None


class KeyForm(LoginWebAuthnForm):
    """Anybody may post here: an answer that no key gives is a wrong one, not a fault."""

    credential = AnswerField(widget=LoginWebAuthnForm.base_fields["credential"].widget)

    def clean_credential(self):
        try:
            return super().clean_credential()
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
            raise get_adapter().validation_error("incorrect_code") from None
