"""A server with OpenAI's published way of transcription, as the test wants it to answer."""

from __future__ import annotations

import contextlib
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: status, headers, body
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Asked:
    """A request, taken apart."""

    path: str
    key: str
    form: dict[str, list[str]]
    sound: bytes
    host: str = ""


@dataclass
class Api:
    """What was asked, and what is answered: a function of the request."""

    answer: Callable[[Asked], Answer]
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    url: str = ""
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begun(self, asked: Asked) -> None:
        with self._lock:
            self.asked.append(asked)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)

    def ended(self) -> None:
        with self._lock:
            self._now -= 1


def says(values: Any) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(values).encode()


def refuses(status: int, **headers: str) -> Answer:
    return status, {k.replace("_", "-"): v for k, v in headers.items()}, b'{"error": {}}'


@contextmanager
def serving(
    answer: Callable[[Asked], Answer], tls: ssl.SSLContext | None = None, port: int = 0
) -> Iterator[Api]:
    """An answer that raises ConnectionError is none: the server hangs up."""
    api = Api(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            form: dict[str, list[str]] = {}
            sound = b""
            for part in BytesParser().parsebytes(head + body).get_payload():
                name = part.get_param("name", header="content-disposition")  # type: ignore[union-attr]
                content = part.get_payload(decode=True)  # type: ignore[union-attr]
                assert isinstance(content, bytes)
                if name == "file":
                    sound = content
                else:
                    form.setdefault(str(name), []).append(content.decode())
            asked = Asked(self.path, self.headers.get("Authorization", ""), form, sound)
            asked.host = self.headers.get("Host", "")
            api.begun(asked)
            try:
                status, headers, content = api.answer(asked)
            except ConnectionError:
                return
            finally:
                api.ended()
            with contextlib.suppress(ConnectionError):  # who asked has given it up
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    api.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
