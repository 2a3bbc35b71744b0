"""The CACHES: on the disk of one machine, or in Redis for several. All workers must share the content version and the pages."""

FILES = "portal.caching.FileCache"


def file_cache(data_dir):
    """`default` for what pages are made of, `pages` whole ones (portal/pagecache.py), `parts` for theirs (portal/parts.py)."""
    short = {"BACKEND": FILES, "TIMEOUT": 900}  # seconds: the bound of what nothing announces (a change made in the database)
    return {
        "default": {
            "BACKEND": FILES,
            "LOCATION": data_dir / "cache",
            "TIMEOUT": 24 * 3600,
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        },
        # 2,000 of each, some 20 MB: what visitors can make the disk hold
        "pages": short | {"LOCATION": data_dir / "cache" / "pages", "OPTIONS": {"MAX_ENTRIES": 2_000}},
        "parts": short | {"TIMEOUT": 300, "LOCATION": data_dir / "cache" / "parts", "OPTIONS": {"MAX_ENTRIES": 2_000}},
    }


def shared_cache(address):
    """The same three in Redis, told apart by a prefix; how much they may take is said to Redis (docs/operators.md)."""
    common = {
        "BACKEND": "portal.caching.SharedCache",
        "LOCATION": address,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1, "health_check_interval": 30},  # seconds
    }
    timeouts = {"default": 24 * 3600, "pages": 900, "parts": 300}
    return {alias: common | {"KEY_PREFIX": f"essaim-{alias}", "TIMEOUT": timeout} for alias, timeout in timeouts.items()}
