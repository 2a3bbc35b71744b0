"""The CACHES of one machine. On disk, because the content version and the pages must be shared by all workers."""

FILES = "portal.caching.FileCache"


def file_cache(data_dir):
    """`default` for what pages are made of, `pages` for whole pages (portal/pagecache.py)."""
    return {
        "default": {
            "BACKEND": FILES,
            "LOCATION": data_dir / "cache",
            "TIMEOUT": 24 * 3600,
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        },
        "pages": {
            "BACKEND": FILES,
            "LOCATION": data_dir / "cache" / "pages",
            "TIMEOUT": 900,  # seconds: the bound of what nothing announces (a change made by hand in the database)
            "OPTIONS": {"MAX_ENTRIES": 2_000},  # some 20 MB: what visitors can make the disk hold
        },
    }
