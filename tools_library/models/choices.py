"""The closed lists of a tool: codes that code depends on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    FORMAT = "format", _("Format (several sessions)")
    METHOD = "method", _("Method")
    ACTIVITY = "activity", _("Short activity")
    CANVAS = "canvas", _("Canvas")
    GUIDE = "guide", _("Guide, posture")


class Level(models.IntegerChoices):
    BEGINNER = 1, _("Beginner")
    INTERMEDIATE = 2, _("Intermediate")
    EXPERIENCED = 3, _("Experienced")


class RemoteFit(models.TextChoices):
    NATIVE = "native", _("Works well remotely")
    ADAPT = "adapt", _("The method must change")
    NO = "no", _("No")


class Energy(models.TextChoices):
    CALM = "calm", _("Calm")
    STEADY = "steady", _("Steady")
    HIGH = "high", _("High")


class SpaceSetup(models.TextChoices):
    ISLANDS = "islands", _("Tables in islands")
    CIRCLE = "circle", _("Circle")
    THEATRE = "theatre", _("Theatre")
    STANDING = "standing", _("Standing, at the wall")
    OUTDOORS = "outdoors", _("Outdoors, in the field")


class Maturity(models.TextChoices):
    DRAFT = "draft", _("Not tested yet")
    TESTED = "tested", _("Tested")
    APPROVED = "approved", _("Approved by the national team")
    RETIRED = "retired", _("Retired")


class Origin(models.TextChoices):
    ORIGINAL = "original", _("Created by the network")
    ADAPTED = "adapted", _("Adapted")
    DESCRIBED = "described", _("Known method, described in our words")
    LINKED = "linked", _("External link")


class Licence(models.TextChoices):
    """Codes of SPDX where it has one; labels are proper names."""

    ETALAB = "etalab-2.0", "Licence Ouverte 2.0"
    BY = "CC-BY-4.0", "CC BY 4.0"
    BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    BY_SA_3 = "CC-BY-SA-3.0", "CC BY-SA 3.0"
    BY_NC_SA = "CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0"
    ZERO = "CC0-1.0", "CC0 1.0"
    RESERVED = "all-rights-reserved", _("All rights reserved")
    LINK = "link-only", _("Link only")


# What a reader may do, in a few words, and where the licence is written.
LICENCES = {
    Licence.ETALAB: (_("Reusable, with attribution"), "https://spdx.org/licenses/etalab-2.0.html"),
    Licence.BY: (_("Reusable, with attribution"), "https://creativecommons.org/licenses/by/4.0/"),
    Licence.BY_SA: (_("Reusable and adaptable"), "https://creativecommons.org/licenses/by-sa/4.0/"),
    Licence.BY_SA_3: (_("Reusable and adaptable"), "https://creativecommons.org/licenses/by-sa/3.0/"),
    Licence.BY_NC_SA: (_("No commercial use"), "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
    Licence.ZERO: (_("Free of rights"), "https://creativecommons.org/publicdomain/zero/1.0/"),
    Licence.RESERVED: (_("To read, not to reuse"), ""),
    Licence.LINK: (_("To read elsewhere"), ""),
}


# An adaptation of these keeps the licence, or takes a later version of it.
SHARE_ALIKE = {
    Licence.BY_SA_3: (Licence.BY_SA_3, Licence.BY_SA),
    Licence.BY_SA: (Licence.BY_SA,),
    Licence.BY_NC_SA: (Licence.BY_NC_SA,),
}


class StepForm(models.TextChoices):
    SOLO = "solo", _("Alone")
    PAIRS = "pairs", _("In pairs")
    SMALL_GROUPS = "small_groups", _("In small groups")
    PLENARY = "plenary", _("All together")


class GroupRule(models.TextChoices):
    SAME = "same", _("Same groups")
    REMIX = "remix", _("Groups change")
    BY_TOPIC = "by_topic", _("By topic")
    FREE = "free", _("People come and go")
    TURN = "turn", _("Each in turn")


class Per(models.TextChoices):
    SESSION = "session", _("per session")
    GROUP = "group", _("per group")
    PERSON = "person", _("per person")
    FACILITATOR = "facilitator", _("per facilitator")


class Orientation(models.TextChoices):
    PORTRAIT = "portrait", _("Portrait")
    LANDSCAPE = "landscape", _("Landscape")


class AttachmentKind(models.TextChoices):
    CANVAS = "canvas", _("Canvas")
    CARD = "card", _("Cards")
    SLIDES = "slides", _("Slides")
    TEMPLATE = "template", _("Template")
    VIDEO = "video", _("Video")
    SOURCE = "source", _("Source file")


class Relation(models.TextChoices):
    BEFORE = "before", _("Before")
    AFTER = "after", _("After")
    ALTERNATIVE = "alternative", _("Instead")
    VARIANT = "variant_of", _("Variant of")
    PART = "part_of", _("Part of")
    REQUIRES = "requires", _("Requires")
    REMOTE = "remote_version_of", _("Remote version of")
