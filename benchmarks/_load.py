"""Requests over the network: how many a second, how long each, and readers who download slowly."""

import http.client
import re
import select
import shutil
import socket
import subprocess
import threading
import time

CONNECTIONS = 16


def request(address: str, cookie: str) -> bytes:
    lines = [f"GET {address} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip"] + ([f"Cookie: {cookie}"] if cookie else [])
    return "\r\n".join([*lines, "", ""]).encode()


def per_second(port: int, address: str, seconds: int, cookie: str = "") -> float:
    """Whole answers a second, by `wrk` (Debian: apt-get install wrk) or, heavier on the machine, by this Python."""
    if tool := shutil.which("wrk"):
        headers = ["-H", "Accept-Encoding: gzip"] + (["-H", f"Cookie: {cookie}"] if cookie else [])
        command = [tool, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *headers, f"http://localhost:{port}{address}"]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in said:
            raise RuntimeError(said)
        return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return by_hand(port, request(address, cookie), seconds)


def by_hand(port: int, asked: bytes, seconds: int) -> float:
    """One thread, `CONNECTIONS` sockets kept open. An answer ends where its Content-Length says."""
    waiting = {}
    for _ in range(CONNECTIONS):
        one = socket.create_connection(("127.0.0.1", port))
        one.sendall(asked)
        waiting[one] = b""
    done, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        for one in select.select(list(waiting), [], [], 1)[0]:
            waiting[one] += one.recv(1 << 18)
            head, found, body = waiting[one].partition(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head) if found else None
            if length and len(body) >= int(length[1]):
                if not head.startswith(b"HTTP/1.1 200"):
                    raise RuntimeError(head.decode())
                done, waiting[one] = done + 1, b""
                one.sendall(asked)
    for one in waiting:
        one.close()
    return done / seconds


def seconds_of(port: int, address: str, cookie: str = "") -> float:
    connection, start = http.client.HTTPConnection("127.0.0.1", port, timeout=30), time.monotonic()
    connection.request("GET", address, headers={"Host": "localhost"} | ({"Cookie": cookie} if cookie else {}))
    response = connection.getresponse()
    response.read()
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{address}: {response.status}")
    return time.monotonic() - start


class SlowReaders:
    """So many who take a large file drop by drop, with buffers as small as they go."""

    def __init__(self, number: int, port: int, address: str):
        self.over, self.taken, self.sockets = threading.Event(), 0, []
        for _ in range(number):
            one = socket.socket()
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            one.connect(("127.0.0.1", port))
            one.sendall(request(address, "").replace(b"Accept-Encoding: gzip", b"Accept-Encoding: identity"))
            self.sockets.append(one)

    def __enter__(self):
        threading.Thread(target=self.sip, daemon=True).start()
        time.sleep(1)
        return self

    def sip(self):
        while not self.over.wait(0.2):
            for one in self.sockets:
                self.taken += len(one.recv(1024))

    def __exit__(self, *error):
        self.over.set()
        for one in self.sockets:
            one.close()
