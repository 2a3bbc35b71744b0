"""A result as a row shows it: an object, what it is, what is worth knowing of it."""

from dataclasses import dataclass

from .registry import Kind


@dataclass(frozen=True)
class Hit:
    """`said`: what an editor says of a result that she puts first; `is_first`: it is one."""

    page: object
    what: str
    about: str
    address: str
    where: str = ""  # « Dans le fichier, page 12 »
    extract: str = ""
    said: str = ""
    is_first: bool = False


def hit(kind: Kind, page, shown, **more) -> Hit:
    if kind.passages is None:
        return Hit(page, *told(kind, page), page.url, **more)
    (there,) = kind.passages([page], shown)
    return Hit(page, *told(kind, page), there.address, there.where, there.extract, **more)


def told(kind: Kind, page) -> tuple[str, str]:
    return kind.told(page) if kind.told else (str(kind.label), "")
