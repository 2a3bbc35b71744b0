"""Who may change what the tools share."""

from .models import Material, ToolMaterial


def may_change_material(user, material: Material) -> bool:
    """The thing's name is read on every sheet that names it: no lab renames what another lab's tools use."""
    if user.is_national:
        return True
    return not ToolMaterial.objects.filter(material=material).exclude(page__owner_lab__in=user.editing_labs).exists()
