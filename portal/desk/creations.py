"""What can be begun from the desk. A package adds its own: hooks.register("register_desk_creation")."""

from dataclasses import dataclass

from wagtail import hooks


@dataclass
class Creation:
    """A button: « Créer un outil »."""

    label: str
    url: str
    icon: str = "plus"
    order: int = 100


def creations() -> list[Creation]:
    return sorted((fn() for fn in hooks.get_hooks("register_desk_creation")), key=lambda creation: creation.order)
