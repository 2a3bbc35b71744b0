"""The one door, and behind it one's own account. Nobody signs up alone."""

from allauth.account import views
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from . import views as own
from .oidc import views as oidc

urlpatterns = [
    path("connexion/", oidc.Login.as_view(), name="account_login"),
    path("deconnexion/", oidc.Logout.as_view(), name="account_logout"),
    path("ferme/", views.signup, name="account_signup"),
    path("inactif/", views.account_inactive, name="account_inactive"),
    path("re-authentification/", views.reauthenticate, name="account_reauthenticate"),
    path("invitation/<str:key>/", own.invitation, name="account_invitation"),
    # one's own
    path("", own.profile, name="account_profile"),
    path("donnees/", own.own_data, name="account_own_data"),
    path("donnees/mes-donnees.json", own.download, name="account_download"),
    path("donnees/suppression/", own.deletion, name="account_deletion"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("sessions/toutes/", own.end_sessions, name="account_end_sessions"),
    path("adresse/", views.email, name="account_email"),
    path("adresse/envoyee/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^adresse/confirmer/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    # another house's door; its return addresses are registered there
    path("connexion/fournisseur/", oidc.login, name="oidc_login"),
    path("connexion/retour/", oidc.callback, name="oidc_callback"),
    path("deconnexion/retour/", oidc.logged_out, name="oidc_logout"),
    path("comptes-relies/", oidc.linked, name="socialaccount_connections"),
    path("comptes-relies/relier/", oidc.link, name="oidc_link"),
    # the password
    path("mot-de-passe/", views.password_change, name="account_change_password"),
    path("mot-de-passe/definir/", views.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", views.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/fait/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # the second factor
    path("deux-facteurs/", factors.index, name="mfa_index"),
    path("deux-facteurs/code/", factors.authenticate, name="mfa_authenticate"),
    path("deux-facteurs/encore/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("deux-facteurs/application/", totp.activate_totp, name="mfa_activate_totp"),
    path("deux-facteurs/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("deux-facteurs/secours/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("deux-facteurs/secours/nouveaux/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("deux-facteurs/secours/codes.txt", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("deux-facteurs/cles/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("deux-facteurs/cles/ajouter/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("deux-facteurs/cles/connexion/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("deux-facteurs/cles/encore/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("deux-facteurs/cles/<int:pk>/retirer/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("deux-facteurs/cles/<int:pk>/nom/", keys.edit_webauthn, name="mfa_edit_webauthn"),
]
