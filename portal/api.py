"""The one API router: read only, what everyone may read. Its description: /api/openapi.json."""

from ninja import NinjaAPI

from network.api import router as network
from network.cases.api import router as cases
from tools_library.api import router as tools_library
from tools_library.guides.api import router as guides

api = NinjaAPI(
    title="Essaim",
    version="1",
    description="Tools, labs, events, case studies, key figures and guides of the network: what everybody may read.",
    docs_url=None,  # its page would load scripts from elsewhere
    openapi_url="openapi.json",
    urls_namespace="portal-api",
)
for router in (tools_library, network, cases, guides):
    api.add_router("", router)
