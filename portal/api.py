"""The one API router: read only, what everyone may read."""

from ninja import NinjaAPI

api = NinjaAPI(title="Essaim", version="1", docs_url=None, openapi_url=None, urls_namespace="portal-api")
