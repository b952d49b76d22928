"""Firefox, driven by what it speaks itself (WebDriver BiDi): no driver beside it."""

import contextlib
import itertools
import json
import re
import subprocess

from websockets.sync.client import connect

from tests.waiting import PATIENCE_SECONDS

# Nothing of its own that asks the network; a proxy that is none refuses the rest.
SETTINGS = """
user_pref("app.normandy.enabled", false);
user_pref("app.update.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
"""
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


class Firefox:
    """One window, the addresses that it asked for and what it complained of."""

    def __init__(self, socket):
        self._socket, self._numbers = socket, itertools.count(1)
        self.requests, self.complaints = [], []
        self._send("session.new", capabilities={})
        self._send("session.subscribe", events=["network.beforeRequestSent", "log.entryAdded"])
        self._window = self._send("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, url):
        """Open an address and wait until it is loaded."""
        self._send("browsingContext.navigate", context=self._window, url=url, wait="complete")

    def evaluate(self, expression):
        """Return what an expression, or the promise that it makes, comes to."""
        target = {"context": self._window}
        answer = self._send("script.evaluate", expression=expression, target=target, awaitPromise=True)
        assert answer["type"] == "success", answer
        return answer["result"].get("value")

    def picture(self):
        """Return what the window shows, a PNG in base64."""
        return self._send("browsingContext.captureScreenshot", context=self._window)["data"]

    def _send(self, method, **parameters):
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=PATIENCE_SECONDS))
            if message.get("id") == number:
                assert message["type"] == "success", message
                return message["result"]
            self._hear(message)

    def _hear(self, message):
        found = message.get("params", {})
        if message.get("method") == "network.beforeRequestSent":
            self.requests.append(found["request"]["url"])
        elif message.get("method") == "log.entryAdded" and found["level"] in {"error", "warn"}:
            self.complaints.append(found["text"])


@contextlib.contextmanager
def start_firefox(program, profile):
    """Start Firefox without a screen, with a profile of its own."""
    (profile / "user.js").write_text(SETTINGS, encoding="utf-8")
    command = [program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as firefox:
        try:
            found = next(match for line in firefox.stderr if (match := LISTENS.search(line)))
            with connect(f"{found[1]}/session", max_size=None, open_timeout=PATIENCE_SECONDS) as socket:
                yield Firefox(socket)
        finally:
            firefox.terminate()
