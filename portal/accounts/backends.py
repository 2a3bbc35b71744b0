"""What a role in a lab opens, beside the permissions of groups."""

from allauth.account.auth_backends import AuthenticationBackend

# What an editor or a manager of any lab gets, and loses the day after the membership's last day.
EDITOR_PERMISSIONS = {"wagtailadmin.access_admin", "simple_translation.submit_translation"}


class LabBackend(AuthenticationBackend):
    """Sign-in by e-mail (allauth), rights by membership."""

    def has_perm(self, user_obj, perm, obj=None):
        if perm in EDITOR_PERMISSIONS and user_obj.is_active and getattr(user_obj, "editing_labs", None):
            return True
        return super().has_perm(user_obj, perm, obj)
