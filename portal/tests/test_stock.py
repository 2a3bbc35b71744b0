"""What we override of others, as it was when we did: a new version that changed it must be read before it is taken."""

import hashlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from django.conf import settings
from django.template.engine import Engine

OURS = Path(settings.BASE_DIR) / "portal" / "templates"

# Templates that ours stand in front of. To renew a line: read what changed, change ours if need be, copy the hash told.
TEMPLATES = {
    "account/account_inactive.html": "b38ecc2642c28a50",
    "account/email/base_message.txt": "cc6ef23389ed5d52",
    "account/email/base_notification.txt": "9c3459b155ce5334",
    "account/email/email_changed_message.txt": "bbb040d1674d3d6a",
    "account/email/email_changed_subject.txt": "0c51958450692868",
    "account/email/email_confirm_message.txt": "e0faed4bb55f7284",
    "account/email/email_confirm_subject.txt": "3514ad37c80d5ac1",
    "account/email/email_confirmation_message.txt": "0472d46010e342f8",
    "account/email/email_confirmation_subject.txt": "2d7c231a8ea4b886",
    "account/email/email_deleted_message.txt": "1bb0084d24ded446",
    "account/email/email_deleted_subject.txt": "d0ba1313a687644a",
    "account/email/password_changed_message.txt": "70934708dd73a169",
    "account/email/password_changed_subject.txt": "245d2dfedc67a65e",
    "account/email/password_reset_key_message.txt": "84e3a017d02f7fea",
    "account/email/password_reset_key_subject.txt": "209fbf32f5b898c6",
    "account/email/password_reset_message.txt": "c59de0f7fb80fca4",
    "account/email/password_reset_subject.txt": "18d17817d99db231",
    "account/email/password_set_message.txt": "0c3bfb88d2bf263b",
    "account/email/password_set_subject.txt": "5dcc2b93743cc0e5",
    "account/email_change.html": "da346e22f260a150",
    "account/email_confirm.html": "1492773a7f581d12",
    "account/login.html": "bc38debd2f3c6560",
    "account/logout.html": "78eca3d4ad6ba874",
    "account/password_change.html": "af226f532fb9cbf8",
    "account/password_reset.html": "3bd4a82fc776309c",
    "account/password_reset_done.html": "845d4c92f669d920",
    "account/password_reset_from_key.html": "a440b3cb49b8f556",
    "account/password_reset_from_key_done.html": "84a7e4eeba8bf3ec",
    "account/password_set.html": "beeebe1125db3c96",
    "account/reauthenticate.html": "9e2a69f8965f618e",
    "account/signup_closed.html": "c0d51ca509036c6e",
    "account/verification_sent.html": "0e37141658f79a46",
    "mfa/authenticate.html": "37e688fdef8f7452",
    "mfa/email/recovery_codes_generated_message.txt": "9c2f5d0bd9bcd73b",
    "mfa/email/recovery_codes_generated_subject.txt": "0cafc461786dd57c",
    "mfa/email/totp_activated_message.txt": "0aaf0226f23a7f1d",
    "mfa/email/totp_activated_subject.txt": "7e6f3b9356d8400a",
    "mfa/email/totp_deactivated_message.txt": "9a1a19b69f29619d",
    "mfa/email/totp_deactivated_subject.txt": "66e3d66f0e76b9b9",
    "mfa/email/webauthn_added_message.txt": "79a7672220a0c080",
    "mfa/email/webauthn_added_subject.txt": "7a35e112ca5d0829",
    "mfa/email/webauthn_removed_message.txt": "bd2389d9f83f3876",
    "mfa/email/webauthn_removed_subject.txt": "c9bf1838102d57b1",
    "mfa/index.html": "ae4ccf604a9a4746",
    "mfa/reauthenticate.html": "22fc22425c3fa7e5",
    "mfa/recovery_codes/generate.html": "76d405d12d01311c",
    "mfa/recovery_codes/index.html": "33303ef4ae6a58a2",
    "mfa/totp/activate_form.html": "c7268f27735c6513",
    "mfa/totp/deactivate_form.html": "02c44a3278e662d0",
    "mfa/webauthn/add_form.html": "7e774d06b5f69e3d",
    "mfa/webauthn/authenticator_confirm_delete.html": "54f42d04a4fd3e7c",
    "mfa/webauthn/authenticator_list.html": "e8be87b8c97b408e",
    "mfa/webauthn/edit_form.html": "abbddae26b24e949",
    "mfa/webauthn/reauthenticate.html": "b2c9d327d8f24be4",
    "socialaccount/email/account_connected_message.txt": "28c5048d8d29a264",
    "socialaccount/email/account_connected_subject.txt": "75288b62a594cb3d",
    "socialaccount/email/account_disconnected_message.txt": "e0a21cc46170c72e",
    "socialaccount/email/account_disconnected_subject.txt": "776fa7a09a8ef072",
    "socialaccount/messages/account_connected.txt": "d72926337fb253b4",
    "socialaccount/messages/account_connected_other.txt": "84b6ab12e2a62b18",
    "usersessions/usersession_list.html": "232143c3f98d9d9f",
    "wagtailadmin/base.html": "d9022f8527df321f",
    "wagtailadmin/generic/listing_results.html": "99b096b347302e6d",
    "wagtailadmin/panels/inline_panel.html": "195bb0b199edb062",
    "wagtailadmin/panels/multiple_chooser_panel.html": "673bc9b26ca95c03",
    "wagtailadmin/shared/usage_summary.html": "b3c9bccc50a0b6c4",
    "wagtailcore/shared/block_preview.html": "e35023cfde069f79",
    "wagtaildocs/documents/index_results.html": "ebbf69db7f3e47a6",
    "wagtailimages/images/index_results.html": "e8ef2844a655d259",
}

# Views and classes whose behaviour our rights, forms and refusals rest upon.
CODE = {
    "wagtail.models.pages.PagePermissionTester": "797acd98e92046e4",
    "wagtail.permission_policies.pages.PagePermissionPolicy": "b19c1ff532305bb9",
    "wagtail.models.workflows.Task": "972d59615efc97ed",
    "wagtail.models.workflows.TaskState": "8651793920c808c4",
    "wagtail.locks.WorkflowLock": "a89b9d3d8e5dccca",
    "wagtail.admin.signal_handlers.register_signal_handlers": "2afc24c3a6084dea",
    "wagtail.admin.views.generic.workflow.WorkflowAction": "7c8ef5a192f807e4",
    "wagtail.admin.views.pages.bulk_actions.DeleteBulkAction": "5d753d1f71250a9b",
    "wagtail.admin.views.pages.bulk_actions.MoveBulkAction": "54a234420a1f2d6d",
    "wagtail.admin.views.pages.bulk_actions.PublishBulkAction": "75d227b9fcb4c114",
    "wagtail.admin.views.pages.bulk_actions.UnpublishBulkAction": "c6a9667de2946c88",
    "wagtail.admin.views.pages.edit.EditView.send_commenting_notifications": "c4067cd1affa8c96",
    "wagtail.admin.mail.send_notification": "7d870b3c9a55d303",
    "wagtail.admin.views.home.HomeView": "57b939f6f2968e5b",
    "wagtail.admin.forms.pages.WagtailAdminPageForm": "31cdf462d3870abb",
    "wagtail.images.forms.BaseImageForm": "6165a58a5c6a2147",
    "wagtail.documents.forms.BaseDocumentForm": "2e7d0f7bd53335d1",
    "wagtail.admin.auth.require_admin_access": "4f09342d152b7a42",
    "wagtail.admin.views.mixins.SpreadsheetExportMixin": "0d15b76e16637633",
    "wagtail.admin.views.bulk_action.base_bulk_action.BulkAction": "0bea979d390cbf47",
    "wagtail.admin.views.pages.listing.IndexView": "5b84ed483f642545",
    "wagtail.admin.views.pages.listing.PageListingMixin": "0e710a7bbc704e17",
    "wagtail.images.views.images.IndexView": "34a938c3bd091d39",
    "wagtail.images.views.images.EditView": "fb8917a195f60698",
    "wagtail.images.views.images.DeleteView": "9aa382ce407b17b4",
    "wagtail.documents.views.documents.IndexView": "7f726c8d5f799924",
    "wagtail.documents.views.documents.EditView": "8f4edbe741c46777",
    "wagtail.documents.views.documents.DeleteView": "cd4a3b2394f711a7",
    "wagtail.images.views.bulk_actions.AddToCollectionBulkAction": "f35d0fdb11d28aa2",
    "wagtail.documents.views.bulk_actions.AddToCollectionBulkAction": "53d0e0143da66623",
    "wagtail.contrib.redirects.signal_handlers.create_redirects": "fc995346ca4ffe5b",
    "allauth.account.adapter.DefaultAccountAdapter.send_mail": "50801b474d151451",
    "allauth.account.adapter.DefaultAccountAdapter.render_mail": "44bca068e6f061e3",
    "allauth.mfa.adapter.DefaultMFAAdapter": "db022566fb557ace",
    "allauth.account.internal.flows.login.record_authentication": "9eee584ec3987f56",
    "allauth.account.internal.flows.login.get_authentication_records": "1c5c6d3561ba7817",
    "allauth.account.views.LogoutView": "2b69bccb36821228",
    "allauth.socialaccount.adapter.DefaultSocialAccountAdapter": "6494df8399264b80",
    "allauth.socialaccount.forms.DisconnectForm": "a9bfb4d4233228bf",
    "allauth.socialaccount.internal.flows.connect": "4915769f440368c2",
    "allauth.socialaccount.internal.flows.login": "db87ec8c97542d7a",
    "allauth.socialaccount.internal.statekit": "b3ce65bcf58336ee",
    "allauth.socialaccount.providers.oauth2.provider.OAuth2Provider": "1ff6ffff9f4e07ef",
    "allauth.socialaccount.providers.oauth2.views": "f996b79f989f3b53",
    "allauth.socialaccount.providers.openid_connect.provider": "3d17bb0561b55c58",
    "allauth.socialaccount.providers.openid_connect.views": "3a88fe0dac61c1b6",
    "wagtail.admin.views.pages.history.PageHistoryView": "3266f163565c3f6a",
    "wagtail.admin.views.generic.history.HistoryView": "ad73e379c6127978",
    "wagtail.admin.views.generic.history.ActionColumn": "76c79757f2fef41e",
    "wagtail.admin.userbar.ContentCheckerItem": "f07750ce9b7582db",
    "wagtail.models.preview.PreviewableMixin.make_preview_request": "6f00ec6a3b0896ae",
    "wagtail.documents.models.AbstractDocument._set_document_file_metadata": "869f1faedf2354d9",
    "wagtail.admin.views.generic.mixins.JsonPostResponseMixin": "c9a02d133d82dfa3",
    "wagtail.models.revisions.RevisionMixin.save_revision": "515d65b1c5acc5c1",
}


def printed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def shadowed():
    """{name: hash of the stock template that ours stands in front of}"""
    loaders = Engine.get_default().template_loaders
    folders = (
        [Path(folder) for loader in loaders[0].loaders for folder in loader.get_dirs()]
        if hasattr(loaders[0], "loaders")
        else [Path(folder) for loader in loaders for folder in loader.get_dirs()]
    )
    found = {}
    for path in sorted(OURS.rglob("*.*")):
        name = path.relative_to(OURS).as_posix()
        stock = next((folder / name for folder in folders if folder != OURS and (folder / name).exists()), None)
        if stock:
            found[name] = printed(stock.read_text())
    return found


def test_stock_templates_are_those_that_we_read():
    assert shadowed() == TEMPLATES


@pytest.mark.parametrize("name", CODE)
def test_stock_code_is_what_we_read(name):
    assert printed(inspect.getsource(pkgutil.resolve_name(name))) == CODE[name]
