"""A server on this machine that answers as the sources do, and sometimes as they should not."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from atlas.__main__ import main


class Source:
    """What the server answers: for each path a function of the query, giving bytes or (status, headers, bytes)."""

    def __init__(self):
        self.answers, self.requests = {}, []

    def answer(self, path, content):
        self.answers[path] = content if callable(content) else lambda _query, _headers: content

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        self.server.source.requests.append((parts.path, query, dict(self.headers)))
        found = self.server.source.answers.get(parts.path, lambda *_: (404, {}, b"gone"))(query, self.headers)
        status, headers, body = (200, {}, found) if isinstance(found, bytes) else found
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, *_):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Say nothing of a client that has read enough: what is said here would be taken for what a command says."""


@pytest.fixture
def source(monkeypatch, tmp_path, here):  # noqa: ARG001 - read in this process
    """Start the server; downloads and layers of the run lie in a folder of the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setenv("ATLAS_LAYERS", str(tmp_path / "own"))
    source = Source()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.source, source.port = source, server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield source
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def refresh(source, capsys):
    """Run the command and return its code and the lines of standard error."""

    def run(layer, *arguments, path="/"):
        capsys.readouterr()
        code = main(["refresh", layer, "--url", source.url + path, *arguments])
        return code, capsys.readouterr().err.splitlines()

    return run


def as_json(value):
    return json.dumps(value).encode()
