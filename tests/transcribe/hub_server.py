"""A hub of models on loopback: the addresses, headers and redirects of the real one.

Large files are answered by a redirect to a second host, as the real hub does, which knows
ranges. What goes wrong is asked for by its attributes.
"""

import hashlib
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

COMMIT = "c0ffee" + "0" * 34
LARGE = (".bin", ".safetensors")


@dataclass(frozen=True, slots=True)
class Request:
    """`host` as the client wrote it, `range` and `token` from its headers."""

    method: str
    path: str
    host: str
    range: str
    token: str


@dataclass
class HubServer:
    """`repos` maps "org/name" to its files, as bytes or as a path; use it in a `with`."""

    repos: dict[str, dict[str, bytes | Path]]
    # what goes wrong: lengths after which the next downloads of large files break off …
    cuts: list[int] = field(default_factory=list)
    # … answers to the next requests of large files, and to all requests of a repository
    busy: list[int] = field(default_factory=list)
    refused: dict[str, tuple[int, str]] = field(default_factory=dict)
    # … bytes that are sent for a file in place of its own, its SHA-256 being that of its own
    wrong: dict[str, bytes] = field(default_factory=dict)
    # … sizes that are published in place of the file's own
    sizes: dict[str, int] = field(default_factory=dict)
    # … the licence of a repository, as the hub marks it
    licences: dict[str, str] = field(default_factory=dict)
    # … seconds to wait after each 64 kB of a large file
    slow: float = 0.0
    knows_ranges: bool = True
    requests: list[Request] = field(default_factory=list)
    _digests: dict[tuple[str, str], tuple[int, str, str]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"hub": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def content(self, repo: str, name: str) -> bytes:
        value = self.repos[repo][name]
        return value.read_bytes() if isinstance(value, Path) else value

    def digests(self, repo: str, name: str) -> tuple[int, str, str]:
        """The size, git's SHA-1 and the SHA-256, as published."""
        key = (repo, name)
        if key not in self._digests:
            data = self.content(repo, name)
            git = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
            self._digests[key] = len(data), git, hashlib.sha256(data).hexdigest()
        size, git, sha256 = self._digests[key]
        return self.sizes.get(name, size), git, sha256

    def downloads(self, name: str) -> list[Request]:
        """The requests for the content of a large file."""
        return [r for r in self.requests if r.method == "GET" and r.path.endswith(f"/cdn/{name}")]


class _Handler(BaseHTTPRequestHandler):
    hub: HubServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        get = self.headers.get
        host, range_ = get("Host", ""), get("Range", "")
        token = get("Authorization", "")
        address = urlsplit(self.path)
        self.hub.requests.append(Request(self.command, address.path, host, range_, token))
        steps = address.path.strip("/").split("/")
        if steps[:2] == ["api", "models"]:
            repo, rest = "/".join(steps[2:4]), steps[4:]
        else:
            repo, rest = "/".join(steps[:2]), steps[2:]
        if repo in self.hub.refused:
            status, code = self.hub.refused[repo]
            self._send(status, b'{"error": "refused"}', {"X-Error-Code": code})
        elif repo not in self.hub.repos:
            # the real one answers so to those without a token
            self._send(401, b'{"error": "none"}', {"X-Error-Code": "RepoNotFound"})
        elif steps[0] == "api":
            self._tell(repo, rest, blobs="blobs" in parse_qs(address.query))
        elif rest[-1] not in self.hub.repos[repo]:
            self._send(404, b"", {"X-Error-Code": "EntryNotFound"})
        elif rest[0] == "resolve":
            self._resolve(repo, rest[-1])
        else:
            self._stream(self.hub.wrong.get(rest[-1], self.hub.content(repo, rest[-1])))

    def _tell(self, repo: str, rest: list[str], *, blobs: bool) -> None:
        entries = []
        for name in self.hub.repos[repo]:
            size, blob, digest = self.hub.digests(repo, name)
            entry: dict[str, object] = {"type": "file", "path": name, "size": size, "oid": blob}
            if name.endswith(LARGE):
                entry["lfs"] = {"oid": digest, "size": size, "pointerSize": 134}
            entries.append(entry)
        if rest[:1] == ["tree"]:
            self._send(200, json.dumps(entries).encode())
            return
        siblings = []
        for entry in entries:
            sibling = {"rfilename": entry["path"]}
            if blobs:
                sibling |= {"size": entry["size"], "blobId": entry["oid"]}
                if isinstance(lfs := entry.get("lfs"), dict):
                    sibling["lfs"] = {"sha256": lfs["oid"], "size": lfs["size"], "pointerSize": 134}
            siblings.append(sibling)
        tags = [f"license:{self.hub.licences[repo]}"] if repo in self.hub.licences else []
        body = {"id": repo, "modelId": repo, "sha": COMMIT, "siblings": siblings, "tags": tags}
        self._send(200, json.dumps(body).encode())

    def _resolve(self, repo: str, name: str) -> None:
        size, etag, digest = self.hub.digests(repo, name)
        headers = {"X-Repo-Commit": COMMIT}
        if not name.endswith(LARGE):
            data = self.hub.wrong.get(name, self.hub.content(repo, name))
            self._send(200, data, headers | {"ETag": f'"{etag}"'})
            return
        headers |= {
            "X-Linked-Etag": f'"{digest}"',
            "X-Linked-Size": str(size),
            # another host than the hub: no token may follow
            "Location": f"http://localhost:{self.hub.port}/{repo}/cdn/{name}",
        }
        self._send(302, b"", headers)

    def _stream(self, data: bytes) -> None:
        if self.hub.busy:
            self._send(self.hub.busy.pop(0), b"busy")
            return
        first, status, headers = 0, 200, {}
        wanted = self.headers.get("Range")
        if wanted and self.hub.knows_ranges:
            first = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if first >= len(data):
                self._send(416, b"", {"Content-Range": f"bytes */{len(data)}"})
                return
            status = 206
            headers["Content-Range"] = f"bytes {first}-{len(data) - 1}/{len(data)}"
        self.send_response(status)
        for key, value in (headers | {"Content-Length": str(len(data) - first)}).items():
            self.send_header(key, value)
        self.end_headers()
        end = first + self.hub.cuts.pop(0) if self.hub.cuts else len(data)
        for at in range(first, min(end, len(data)), 1 << 16):
            self.wfile.write(data[at : min(at + (1 << 16), end)])
            if self.hub.slow:
                time.sleep(self.hub.slow)
        if end < len(data):
            self.wfile.flush()
            self.close_connection = True

    def _send(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for key, value in (headers or {}).items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)


if __name__ == "__main__":
    # python -m tests.transcribe.hub_server org/name=FOLDER …: a hub to try things out with
    import sys

    repos = {}
    for argument in sys.argv[1:]:
        repo, _, folder = argument.partition("=")
        repos[repo] = {path.name: path for path in Path(folder).iterdir()}
    with HubServer(repos, slow=0.005) as hub:
        print(f"HF_ENDPOINT={hub.url}", flush=True)
        while True:
            seen = len(hub.requests)
            time.sleep(0.5)
            for request in hub.requests[seen:]:
                print(request, flush=True)
