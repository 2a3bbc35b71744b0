"""Letters about comments: in French, by the queue, to those alone who may open the page today.

Wagtail writes to whoever subscribed or once took part, even after she left the lab.
"""

from wagtail.admin.views.pages import edit
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.users.models import UserProfile

from portal.accounts import mail
from portal.accounts.models import User
from portal.rights.letters import page_link

stock = edit.send_notification


def readers(people, page):
    """Those of `people` who see the comments of `page`: they are read in its form. Rights are read afresh."""
    policy = policy_registry.get_by_type(Page)
    people = User.objects.filter(pk__in=[person.pk for person in people], is_active=True)
    return [
        person
        for person in people
        if UserProfile.get_for_user(person).updated_comments_notifications
        and person.has_perm("wagtailadmin.access_admin")
        and policy.user_has_any_permission_for_instance(person, {"change", "publish"}, page)
    ]


def send(people, notification, context):
    """In the place of wagtail.admin.mail.send_notification, in the form of pages."""
    if notification != "updated_comments":
        return stock(people, notification, context)
    page = context["page"]
    if any(context[kind] for kind in ("new_comments", "resolved_comments", "deleted_comments", "replied_comments")):
        for person in readers(people, page):
            mail.send("comments", person.email, link=page_link(page), **context)
    return True


def take_over():
    """Called once the apps are ready: the view has no setting for it."""
    edit.send_notification = send
