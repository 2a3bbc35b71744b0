"""The nodes that the settings name, asked with little patience: whoever searches is waiting."""

import logging
import time
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import BulkIndexError

from ..base import EngineAwayError

logger = logging.getLogger("search")

PATIENCE = 2  # seconds for a search, on each node that is tried
WORK = 60  # seconds for a write
PAUSE = 5  # seconds without asking again, after a fault


@dataclass(frozen=True)
class Cluster:
    """Where it is and how to get in. prefix: how the names of its indexes begin."""

    nodes: Sequence[str]
    prefix: str = "essaim"
    api_key: str = ""
    ca_certs: str = ""

    def client(self) -> Elasticsearch:
        options = {"api_key": self.api_key} if self.api_key else {}
        options |= {"ca_certs": self.ca_certs} if self.ca_certs else {}
        others = min(2, len(self.nodes) - 1)  # nodes tried after the first
        return Elasticsearch(list(self.nodes), request_timeout=PATIENCE, max_retries=others, retry_on_timeout=False, **options)


def reason(error: Exception) -> str:
    """What went wrong, in the words of whoever met it: the client's own, « TLS error », tells nobody what to mend."""
    said = str(getattr(error, "message", ""))
    return f"{type(error).__name__}: {said}" if isinstance(error, TransportError) and said else str(error)


class Gate:
    """Shut for a moment after each fault: readers do not wait again for what has just not answered."""

    def __init__(self):
        self.shut_until = 0.0

    @contextmanager
    def open(self, *, pauses: bool = True):
        """Whatever goes wrong over there is one fault to those who ask."""
        if pauses and time.monotonic() < self.shut_until:
            raise EngineAwayError("the cluster did not answer a moment ago")
        try:
            yield
        except (ApiError, TransportError, BulkIndexError) as error:
            said = reason(error)
            logger.warning("The cluster does not answer: %s", said[:500])
            if pauses:
                self.shut_until = time.monotonic() + PAUSE
            raise EngineAwayError(said[:300]) from error
