"""What one looks for among files."""

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import BaseMediaFilterSet, DateRangePickerWidget
from wagtail.permissions import policy_registry

from portal.accounts.access import Access
from portal.accounts.models import Lab

from ..models import PortalDocument, PortalImage
from .usages import unused


def labs_of(request):
    return Lab.objects.all() if request.user.is_national else Lab.objects.filter(pk__in=request.user.editing_labs)


class FileFilters(BaseMediaFilterSet):
    """Shared by images and documents."""

    use = django_filters.ChoiceFilter(
        label=gettext_lazy("Use"), method="of_use", choices=[("none", gettext_lazy("Unused")), ("some", gettext_lazy("Used"))],
        empty_label=gettext_lazy("All"), widget=forms.RadioSelect,
        help_text=gettext_lazy("What only the waiting changes of a published page name counts as unused."),
    )  # fmt: skip
    owner_lab = django_filters.ModelChoiceFilter(queryset=labs_of, label=gettext_lazy("Lab"))
    level = django_filters.ChoiceFilter(
        label=gettext_lazy("Served to"), method="of_level", empty_label=gettext_lazy("All"), widget=forms.RadioSelect,
        choices=[*Access.choices, ("none", gettext_lazy("Shown by no published page"))],
    )  # fmt: skip
    kind = django_filters.CharFilter(
        label=gettext_lazy("Type"), field_name="file", method="of_kind", help_text=gettext_lazy("For example: pdf.")
    )
    created_at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Added"), widget=DateRangePickerWidget)

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(self._meta.model)

    def of_use(self, files, name, value):
        return files.filter(unused(self._meta.model) if value == "none" else ~unused(self._meta.model))

    def of_level(self, files, name, value):
        return files.filter(level="" if value == "none" else value)

    def of_kind(self, files, name, value):
        return files.filter(file__iendswith=f".{value.strip().removeprefix('.')}")


class ImageFilters(FileFilters):
    class Meta:
        model = PortalImage
        fields: list[str] = []


class DocumentFilters(FileFilters):
    class Meta:
        model = PortalDocument
        fields: list[str] = []
