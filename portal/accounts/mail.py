"""Mail: one template gives the subject (its first line), the plain text and the HTML; the queue sends it."""

import logging

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import urlize
from django_tasks import task

logger = logging.getLogger("portal.mail")


@task()
def deliver(to: str, subject: str, text: str, html: str, reply_to: str = "") -> None:
    """The only place that talks to the mail server. A letter with an address to answer is somebody's, not ours."""
    connection = get_connection(settings.MAIL_DELIVERY_BACKEND)
    headers = {} if reply_to else {"Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        subject, text, to=[to], reply_to=[reply_to] if reply_to else None, headers=headers, connection=connection
    )
    message.attach_alternative(html, "text/html")
    message.send()


class QueueBackend(BaseEmailBackend):
    """What libraries send during a request (comments of a page, for example) leaves by the queue too."""

    def send_messages(self, email_messages):
        for message in email_messages:
            for to in message.recipients():
                send_text(to, message.subject, message.body)
        return len(email_messages)


def send(template: str, to: str, *, language: str = settings.LANGUAGE_CODE, reply_to: str = "", **context) -> None:
    """Put the letter `mail/<template>.txt` in the queue for one address."""
    with translation.override(language):
        subject, _, text = render_to_string(f"mail/{template}.txt", context).partition("\n")
    send_text(to, subject, text, language=language, reply_to=reply_to)


def send_text(to: str, subject: str, text: str, *, language: str = settings.LANGUAGE_CODE, reply_to: str = "") -> None:
    """The same for words that another library wrote: the HTML says what the text says."""
    subject, text = " ".join(subject.split()), text.strip() + "\n"
    paragraphs = [urlize(part, autoescape=True).replace("\n", "<br>") for part in text.strip().split("\n\n")]
    with translation.override(language):
        html = render_to_string("mail/letter.html", {"subject": subject, "paragraphs": paragraphs, "language": language})
    deliver.enqueue(to, subject, text, html, reply_to)


def absolute(path: str) -> str:
    """An address in a letter: of the site as it is installed, never of the request that made us write."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
