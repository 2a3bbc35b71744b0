"""The forms of the door: a label says what a field is; nothing is written inside it."""

from allauth.account.forms import LoginForm, ResetPasswordForm
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
