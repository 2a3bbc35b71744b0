"""A door before the node of the tests, which does what clusters do on bad days. A real server, real sockets."""

import json
import ssl
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PRODUCT = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}


class Door(ThreadingHTTPServer):
    """mode: "" (passes all on), "slow", "busy" (429), "ill" (503), "half" (each second entry of a bulk fails for good),
    "tired" (each bulk is refused with 429, entry by entry, the first time), "old" (a version that does not know what the client
    speaks: 406), "foreign" (something else than Elasticsearch), "partial" (of questions asked together, the last has
    no answer), "short" (what takes long is cut: 504 for a merge). asked: the paths that were asked.

    certificate: it speaks TLS. api_key: who does not show it is refused, as with the security of the stock image."""

    daemon_threads = True

    def __init__(self, node, certificate=None, api_key=""):
        self.node, self.mode, self.asked, self.refused = node, "", [], set()
        self.scheme, self.api_key = "https" if certificate else "http", api_key
        super().__init__(("127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"

    def close(self):
        """Away: nothing listens any more, and what was open is cut."""
        self.mode = "closed"
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_one(self):
        door, body = self.server, self.rfile.read(int(self.headers.get("content-length") or 0))
        door.asked.append(f"{self.command} {self.path}")
        if door.mode == "closed":
            self.close_connection = True
            return None
        if door.api_key and self.headers.get("authorization") != f"ApiKey {door.api_key}":
            refused = {"type": "security_exception", "reason": "unable to authenticate with provided credentials"}
            return self.answer(401, json.dumps({"error": refused, "status": 401}).encode())
        if door.mode == "slow":
            time.sleep(30)
        if status := {"busy": 429, "ill": 503, "old": 406}.get(door.mode):
            return self.answer(status, json.dumps({"error": {"type": door.mode}, "status": status}).encode())
        if door.mode == "short" and "_forcemerge" in self.path:
            return self.answer(504, json.dumps({"error": {"type": "gateway_timeout"}, "status": 504}).encode())
        if self.path.startswith(("/_bulk", "/test")) and "_bulk" in self.path and door.mode in ("half", "tired"):
            return self.bulk(body)
        if door.mode == "partial" and "_msearch" in self.path:
            return self.partial(body)
        return self.answer(*self.ask(body))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_one

    def ask(self, body):
        request = urllib.request.Request(f"{self.server.node}{self.path}", data=body or None, method=self.command)
        for name in ("content-type", "accept"):
            if self.headers.get(name):
                request.add_header(name, self.headers[name])
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read(), answer.headers["content-type"]
        except urllib.error.HTTPError as error:
            return error.code, error.read(), error.headers["content-type"]

    def bulk(self, body):
        """The node takes it all; some of what it took is said to have failed."""
        status, told, kind = self.ask(body)
        told = json.loads(told)
        for n, row in enumerate(told["items"]):
            ((_verb, about),) = row.items()
            if self.server.mode == "half" and n % 2:
                about |= {"status": 400, "error": {"type": "document_parsing_exception", "reason": "half"}}
            elif self.server.mode == "tired" and about["_id"] not in self.server.refused:
                self.server.refused.add(about["_id"])
                about |= {"status": 429, "error": {"type": "es_rejected_execution_exception", "reason": "queue"}}
        return self.answer(status, json.dumps(told).encode(), kind)

    def partial(self, body):
        status, told, kind = self.ask(body)
        told = json.loads(told)
        told["responses"][-1] = {"error": {"type": "es_rejected_execution_exception", "reason": "queue"}, "status": 429}
        return self.answer(status, json.dumps(told).encode(), kind)

    def answer(self, status, body, kind=None):
        self.send_response(status)
        for name, value in (PRODUCT | ({"Content-Type": kind} if kind else {})).items():
            if name == "Content-Type" or self.server.mode != "foreign":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def door(node, **options):
    made = Door(node, **options)
    try:
        yield made
    finally:
        made.close()
