"""« Écrire au lab »: a letter to a lab whose address is never shown; the queue forgets it in two weeks."""

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal import limits
from portal.accounts import mail

from .models import LabPage

SHORTEST, LONGEST = 20, 4_000  # characters
LETTERS_AN_HOUR = 6  # of one address
REASONS = (
    ("visit", gettext_lazy("Come and see the lab")),
    ("work", gettext_lazy("Prepare a session or a project together")),
    ("host", gettext_lazy("Host the lab for a stop")),
    ("share", gettext_lazy("A tool, a case or a guide")),
    ("other", pgettext_lazy("reason of a letter", "Something else")),
)


class LetterForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    organisation = forms.CharField(
        label=gettext_lazy("Your organisation (optional)"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("The lab answers there. For example: nom@domaine.fr."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    reason = forms.ChoiceField(label=gettext_lazy("It is about"), choices=REASONS, initial="visit")
    message = forms.CharField(
        label=gettext_lazy("Your message"),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 9}),
        help_text=gettext_lazy("Say when, how many you are, and what you would like to leave with."),
    )
    # Hidden from people. What fills it is not one.
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def visible_fields(self):
        return [field for field in super().visible_fields() if field.name != "website"]

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.data.get("website"))


def lab_or_404(request, code):
    rows = LabPage.objects.visible_to(request.user).in_language(get_language()).select_related("owner_lab", "locale")
    lab = rows.filter(owner_lab__code=code).first()
    if lab is None or not lab.writing_address:
        raise Http404
    return lab


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, code):
    lab = lab_or_404(request, code)
    context = {"lab": lab, "sent": request.GET.get("envoye") == "1"}
    if request.method != "POST":
        return render(request, "network/write.html", context | {"form": LetterForm(initial=known_of(request.user))})
    form = LetterForm(request.POST)
    if not form.is_valid():
        return render(request, "network/write.html", context | {"form": form})
    if limits.too_many(request, "letter", LETTERS_AN_HOUR, limits.HOUR):
        form.add_error(None, _("You have sent several letters in an hour. Yours is kept on this page: send it a little later."))
        return render(request, "network/write.html", context | {"form": form}, status=429)
    if not form.is_from_a_machine:
        send(lab, form.cleaned_data)
    return redirect(f"{lab.writing_address}?envoye=1")


def known_of(user) -> dict:
    return {"name": user.get_full_name(), "email": user.email} if user.is_authenticated else {}


def send(lab, told) -> None:
    """In the language of the lab, which is French; an answer goes to whoever wrote."""
    reason = dict(REASONS)[told["reason"]]
    address = mail.absolute(lab.url)
    mail.send("to_lab", lab.email, reply_to=told["email"], lab=lab, told=told | {"reason": reason}, address=address)
