"""The CACHES of one machine. On disk, because the content version and the pages must be shared by all workers."""

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
        "parts": short | {"LOCATION": data_dir / "cache" / "parts", "OPTIONS": {"MAX_ENTRIES": 2_000}},
    }
