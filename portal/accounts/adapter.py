"""How the sign-in library speaks and behaves here: nobody opens an account alone, letters leave by the queue."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from . import mail


class ClosedAdapter(DefaultAccountAdapter):
    """One door, for people who were invited."""

    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        """People who write go to their desk, the others to the home page."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return "/admin/"
        return super().get_login_redirect_url(request)

    def send_mail(self, template_prefix, email, context):
        """The library's letters, in the words of `templates/account/email/`, sent like all the others."""
        message = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        mail.send_text(email, message.subject, message.body, language=get_language() or settings.LANGUAGE_CODE)

    def get_reset_password_from_key_url(self, key):
        person, _, token = key.partition("-")
        return mail.absolute(reverse("account_reset_password_from_key", kwargs={"uidb36": person, "key": token}))

    def get_email_confirmation_url(self, request, emailconfirmation):
        return mail.absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys of second factors are kept encrypted: a copy of the database alone opens nothing."""

    def get_totp_issuer(self):
        return settings.WAGTAIL_SITE_NAME

    def _get_site_name(self):
        return settings.WAGTAIL_SITE_NAME

    @property
    def box(self) -> Fernet:
        key = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))

    def encrypt(self, text):
        return self.box.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return self.box.decrypt(encrypted_text.encode()).decode()
