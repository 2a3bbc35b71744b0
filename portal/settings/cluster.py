"""SEARCH_CLUSTER from the environment: the nodes of Elasticsearch that search, or None for the index in the data folder."""

import ssl
from urllib.parse import urlsplit


def cluster(env):
    """Every node named, an API key or a password in the addresses, the authority that signed their certificates."""
    nodes = env.addresses("ESSAIM_SEARCH_NODES", ["https", "http"])
    told = {
        "api_key": env.text("ESSAIM_SEARCH_API_KEY", ""),
        "ca_certs": env.text("ESSAIM_SEARCH_CA", ""),
        "prefix": env.text("ESSAIM_SEARCH_PREFIX", "essaim" if nodes else ""),
        "standby": env.flag("ESSAIM_SEARCH_STANDBY", True),
    }
    if not nodes:
        for name in ("ESSAIM_SEARCH_API_KEY", "ESSAIM_SEARCH_CA", "ESSAIM_SEARCH_PREFIX"):
            if env.text(name, ""):
                env.fault(name, "given without ESSAIM_SEARCH_NODES")
        return None
    if told["api_key"] and any(urlsplit(node).username for node in nodes):
        env.fault("ESSAIM_SEARCH_API_KEY", "given beside a password in ESSAIM_SEARCH_NODES: one of the two")
    if not told["prefix"].isascii() or not told["prefix"].isalnum() or told["prefix"] != told["prefix"].lower():
        env.fault("ESSAIM_SEARCH_PREFIX", f"small letters and digits: {told['prefix']!r}")
    if any(urlsplit(node).port is None for node in nodes):
        env.fault("ESSAIM_SEARCH_NODES", "each node with its port: https://search-1.example:9200")
    if told["ca_certs"] and (wrong := wrong_authority(told["ca_certs"])):
        env.fault("ESSAIM_SEARCH_CA", wrong)
    return {"nodes": nodes, **told}


def wrong_authority(path: str) -> str:
    """What is wrong with the file of an authority, in words; "" when nothing is."""
    try:
        ssl.create_default_context(cafile=path)
    except OSError as error:
        return f"no certificate of an authority, in PEM: {error.strerror or error}"
    return ""
