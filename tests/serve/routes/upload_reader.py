"""A reader who uploads: a browser that keeps its cookies."""

import json
from urllib.parse import quote

from atlas.serve.sessions import COOKIE
from tests.http_client import make_client

OURS = {"x-atlas": "upload"}


class Browser:
    """One reader, whose browser keeps the cookies that it is sent."""

    def __init__(self):
        self.client = make_client()

    @property
    def token(self):
        return self.client.cookies[COOKIE]

    def request_json(self, method, path, content=b"", *, status=200):
        """Return the answer to a request of the atlas's own page."""
        response = self.client.request(method, path, content=content, headers=OURS)
        assert response.status_code == status, response.text
        self.set_cookie = response.headers.get("set-cookie", "")
        return response.json()

    def upload(self, path, **options):
        return self.request_json(
            "POST", f"/atlas/uploads?lang=en&name={quote(path.name)}", path.read_bytes(), **options
        )

    def answer(self, upload, *, status=200, **answer):
        """Answer what the page asks about a file that waits."""
        return self.request_json("POST", f"/atlas/uploads/{upload}?lang=en", json.dumps(answer), status=status)

    def keep(self, path, layer_id="mine", **answer):
        """Upload a file and keep it as a layer."""
        return self.answer(self.upload(path)["upload"], keep=True, id=layer_id, **answer)

    def layers(self):
        """Return the ids of the layers that this reader sees."""
        return {layer["id"] for theme in self.client.get("/atlas/tree?lang=en").json() for layer in theme["layers"]}
