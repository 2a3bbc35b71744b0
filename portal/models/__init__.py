"""The frame's models: pages, settings, vocabularies."""

from .base import BasePage, BasePageQuerySet, Referenced
from .content import ContentPage, HelpPage, LegalPage
from .home import HomePage
from .news import NewsIndexPage, NewsPage
from .review import ReviewTask
from .settings import SiteSettings, SocialLink
from .shelf import Shelf
from .terms import Term
from .territories import Territory, territories

__all__ = [
    "BasePage",
    "BasePageQuerySet",
    "ContentPage",
    "HelpPage",
    "HomePage",
    "LegalPage",
    "NewsIndexPage",
    "NewsPage",
    "Referenced",
    "ReviewTask",
    "Shelf",
    "SiteSettings",
    "SocialLink",
    "Term",
    "Territory",
    "territories",
]
