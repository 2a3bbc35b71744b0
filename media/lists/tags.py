"""Tags proposed as one types: those of files that one may choose, never those of a neighbour's."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import JsonResponse
from taggit.models import TaggedItem
from wagtail.admin.auth import require_admin_access
from wagtail.permissions import policy_registry

from media.models import PortalDocument, PortalImage

MOST = 10


@require_admin_access
def tag_autocomplete(request, **kwargs):
    term = request.GET.get("term", "")[:100].replace("\0", "")
    used = Q()
    for model in (PortalDocument, PortalImage):
        files = policy_registry.get_by_type(model).instances_user_has_permission_for(request.user, "choose")
        used |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=files.values("pk"))
    names = TaggedItem.objects.filter(used, tag__name__istartswith=term).order_by("tag__name").values_list("tag__name", flat=True)
    return JsonResponse(list(names.distinct()[:MOST]) if term else [], safe=False)
