"""The frame's models: pages, settings, vocabularies."""

from .base import BasePage, BasePageQuerySet, Referenced
from .content import ContentPage, HelpPage, LegalPage
from .home import HomePage
from .news import NewsIndexPage, NewsPage
from .review import ReviewTask
from .settings import SiteSettings, SocialLink
from .terms import Term

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
    "SiteSettings",
    "SocialLink",
    "Term",
]
