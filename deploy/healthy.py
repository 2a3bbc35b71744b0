"""Whether a container does its work: `web` answers that it is ready, `work` holds its lock. Exit 0 or 1."""

import os
import sys
import urllib.request
from pathlib import Path


def web() -> bool:
    host = os.environ["ESSAIM_ALLOWED_HOSTS"].split(",")[0]
    request = urllib.request.Request("http://127.0.0.1:8000/sante/pret", headers={"Host": host, "X-Forwarded-Proto": "https"})
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 (ours)
        return answer.status == 200


def work() -> bool:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from portal.management.locks import Lock

    return not Lock(Path(os.environ["ESSAIM_DATA_DIR"]) / "work.lock").take()


if __name__ == "__main__":
    sys.exit(not {"web": web, "work": work}[sys.argv[1]]())
