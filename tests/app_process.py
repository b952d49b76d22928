"""Servers of the tests' own: processes as an operator starts several, and the routes alone in a thread."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from atlas.serve.app import ROUTES
from tests.waiting import PATIENCE_SECONDS, wait_until

ROOT = Path(__file__).parents[1]
# As in service: nobody edits the program while it runs.
_OPTIONS = ["--server.headless", "true", "--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]


def _inherited():
    """Return the variables of this process without settings for another Streamlit server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}


def copy_tree(folder):
    """Copy the app and its layers: what changes here meanwhile does not change there."""
    for name in ("app.py", "atlas", "layers", ".streamlit"):
        source, target = ROOT / name, folder / name
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return folder


class AppProcess:
    """One process of the app, with caches and data of its own; of the routes alone if `page` is false."""

    def __init__(self, home, *, tree=ROOT, page=True, **environment):
        home.mkdir(parents=True, exist_ok=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = home / "log"
        folders = {"XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data")}
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port), *_OPTIONS]
        if not page:
            command = [sys.executable, "-m", "atlas", "serve", "--api-only", "--port", str(self.port)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=tree, stdout=log, stderr=log, env=_inherited() | folders | environment
            )

    def ready(self):
        wait_until(self._healthy)
        return self

    def _healthy(self):
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.get("/healthz")["status"] == "ok"
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def get(self, path, **headers):
        """Return the JSON of a GET request."""
        return json.loads(self.ask(path, **headers))

    def ask(self, path, *, body=None, cookie=None, **headers):
        """Return the bytes of a response; with a body, of a POST request as our own page sends it."""
        request = urllib.request.Request(self.address + path, data=body, headers=headers)  # noqa: S310 - our own server
        if cookie:
            request.add_header("Cookie", cookie)
        if body is not None:
            request.add_header("x-atlas", "upload")
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
            self.cookie = (answer.headers.get("Set-Cookie") or "").partition(";")[0]
            return answer.read()

    def save(self, name, content, layer_id):
        """Upload a file and save it as a layer for everyone, as the page does."""
        found = json.loads(self.ask(f"/atlas/uploads?name={name}", body=content))
        form = {"keep": True, "save": True, "id": layer_id, "title": layer_id, "licence": "CC0-1.0", "answers": {}}
        path = f"/atlas/uploads/{found['upload']}"
        return json.loads(self.ask(path, body=json.dumps(form).encode(), cookie=self.cookie))

    def layers(self):
        """Return the ids of the layers that the tree shows."""
        return {layer["id"] for theme in self.get("/atlas/tree") for layer in theme["layers"]}

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=PATIENCE_SECONDS)


@contextmanager
def running_server():
    """Yield the address of a server in a thread, which ends with the context."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=ROUTES), port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
