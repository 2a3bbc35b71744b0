"""Forms about oneself, and the managers' forms about the people of a lab."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.widgets import AdminDateInput

from . import rules
from .models import Invitation, Lab, Membership, User


def keep_names(person):
    """These two columns, of an account still open. A whole row, read a moment ago, would bring back the password that was
    changed since, or somebody who was erased."""
    names = {"first_name": person.first_name, "last_name": person.last_name}
    User.objects.filter(pk=person.pk, is_active=True).update(**names)
    return person


class NameForm(forms.ModelForm):
    """What others read of you."""

    class Meta:
        model = User
        fields = ["first_name", "last_name"]
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].required = True

    def save(self, commit=True):
        return keep_names(self.instance)


class AdminNameForm(NameEmailForm):
    """The same, in the account page of the admin."""

    def save(self, commit=True):
        return keep_names(self.instance)


class NewAccountForm(NameForm):
    """A first visit, through the link of an invitation."""

    password1 = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Twelve characters or more; a short sentence is easy to remember."),
    )

    def clean_password1(self):
        password = self.cleaned_data["password1"]
        validate_password(password, self.instance)
        return password

    def save(self, commit=True):
        self.instance.set_password(self.cleaned_data["password1"])
        self.instance.save()
        return self.instance


class SureForm(forms.Form):
    """An act that needs a yes."""

    sure = forms.BooleanField(label=_("Yes, I want my account to be deleted"), required=True)


# --- the admin's


def until_field():
    return forms.DateField(
        label=_("Last day of the role"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Empty: no end. The person is told a month before, then a week before."),
    )


class InvitationForm(forms.Form):
    """One person, one place. `user` is who invites."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    lab = forms.ModelChoiceField(Lab.objects.none(), label=_("Lab"), required=False)
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    until = until_field()
    message = Invitation._meta.get_field("message").formfield(required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        labs = Lab.objects.all() if user.is_national else Lab.objects.filter(pk__in=user.managed_labs)
        self.fields["lab"].queryset = labs
        self.fields["lab"].help_text = _("Leave it empty for a CLIP peer or the national team.") if user.is_national else ""
        if labs.count() == 1:
            self.fields["lab"].initial, self.fields["lab"].empty_label = labs.get(), None
        choices = [(role.value, role.label) for role in rules.roles_given_by(user)]
        self.fields["role"].choices = choices
        self.fields["role"].help_text = _(
            "A member reads what the lab shares. An editor writes for it. A manager reads over, publishes, looks after people."
        )

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise ValidationError(_("This day has passed."))
        return until

    def clean(self):
        data = super().clean()
        role, lab = data.get("role"), data.get("lab")
        if role and not lab and role not in rules.WITHOUT_LAB:
            self.add_error("lab", _("Choose the lab where this role is held."))
        elif role and lab and role in rules.WITHOUT_LAB:
            self.add_error("lab", _("This role is held in the network, not in a lab: leave the lab empty."))
        return data


class MembershipForm(forms.Form):
    """Another role, another last day."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    until = until_field()

    def __init__(self, *args, user, membership, **kwargs):
        super().__init__(*args, initial={"role": membership.role, "until": membership.until}, **kwargs)
        given = set(rules.roles_given_by(user)) - rules.WITHOUT_LAB
        self.fields["role"].choices = [(role.value, role.label) for role in Membership.Role if role in given]

    clean_until = InvitationForm.clean_until
