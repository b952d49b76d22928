"""The page without a browser: Streamlit's websocket and `AppTest`, and the actions that a page sends.

All that the tests call of Streamlit's private parts is here; tests/ui/test_streamlit_seam.py names what an upgrade
broke.
"""

import asyncio
import gzip
import json
import time
from urllib.parse import urlencode, urlsplit

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from websockets.asyncio.client import connect

from tests.waiting import PATIENCE_SECONDS


def add_actions(states, component_id, actions, **more):
    """Add to the states of a page's components what the script of the page sends after clicks."""
    state = states.widgets.add()
    state.id = _make_trigger_id(component_id, "events")
    state.json_trigger_value = json.dumps([{"event": "action", "value": {"acts": actions, **more}}])


def find_component(app, name):
    """Return what the page of an `AppTest` sends one of its components."""
    [found] = [
        node.proto
        for node in app._tree  # noqa: SLF001 - AppTest knows no components
        if getattr(getattr(node, "proto", None), "component_name", "").endswith(name)
    ]
    return found


def run_actions(app, actions, **more):
    """Run the page of an `AppTest` again with actions of its reader, as its callback takes them."""
    states = WidgetStates()
    add_actions(states, find_component(app, "atlas_bridge").id, actions, **more)
    return app._run(states)  # noqa: SLF001


class Connection:
    """A connection that is kept open and asked again and again, as a browser does."""

    def __init__(self, address):
        self._host, self._streams = urlsplit(address).netloc, None

    async def get(self, path):
        """Return the JSON of an answer; a connection that the server has closed meanwhile is opened again."""
        asked = f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        kept = self._streams is not None
        try:
            head = await self._head(asked)
        except (ConnectionError, asyncio.IncompleteReadError):
            if not kept:
                raise
            self._streams = None
            head = await self._head(asked)
        reader, _ = self._streams
        status, *lines = head.decode().rstrip().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        if "content-length" in headers:
            content = await reader.readexactly(int(headers["content-length"]))
        else:
            content = b"".join([part async for part in self._parts(reader)])
        assert status.split()[1] == "200", (status, content)
        return json.loads(gzip.decompress(content) if headers.get("content-encoding") == "gzip" else content)

    async def _head(self, asked):
        if self._streams is None:
            host, _, port = self._host.partition(":")
            self._streams = await asyncio.open_connection(host, int(port))
        reader, writer = self._streams
        writer.write(asked)
        return await reader.readuntil(b"\r\n\r\n")

    @staticmethod
    async def _parts(reader):
        while size := int(await reader.readline(), 16):
            yield await reader.readexactly(size)
            await reader.readexactly(2)
        await reader.readexactly(2)

    async def close(self):
        if self._streams is not None:
            self._streams[1].close()


class StreamlitClient:
    """A page that is connected to a server: it opens a link, filters, and waits for the end of each run."""

    def __init__(self, address, link=""):
        self._url = address.replace("http", "ws", 1) + "/_stcore/stream"
        self._routes = Connection(address)
        self.link = link
        self._map = self._fragment = None
        self._acts, self._waiting = 0, []
        self.bytes = 0

    async def open(self):
        """Connect and wait for the first page."""
        patience = {"open_timeout": PATIENCE_SECONDS, "ping_timeout": PATIENCE_SECONDS}
        self._socket = await connect(self._url, subprotocols=["streamlit"], max_size=None, compression=None, **patience)
        message = BackMsg()
        message.rerun_script.query_string = self.link
        await self._send(message)
        return self

    async def act(self, action):
        """Do what a click does, and return the seconds until the page has its answer."""
        message = BackMsg()
        message.rerun_script.query_string = self.link
        message.rerun_script.fragment_id = self._fragment
        self._acts += 1
        add_actions(message.rerun_script.widget_states, self._map, [action | {"serial": self._acts}])
        return await self._send(message)

    async def act_by_route(self, *actions):
        """Do what clicks do in the page: the route answers, and the app is told later. Return the seconds."""
        began = time.perf_counter()
        sent = []
        for action in actions:
            self._acts += 1
            sent.append(action | {"serial": self._acts})
        answer = await self._routes.get(f"/atlas/act?{urlencode({'acts': json.dumps(sent)})}&{self.link}")
        seconds, self.data = time.perf_counter() - began, answer["panel"]
        self.link, self._waiting = answer["address"], [*self._waiting, *sent]
        return seconds

    async def tell(self):
        """Tell the app what the route has answered, as the page does after a while without an act."""
        message = BackMsg()
        message.rerun_script.query_string = self.link
        message.rerun_script.fragment_id = self._fragment
        answered = {"link": self.data["link"], "open": self.data["open"]}
        add_actions(message.rerun_script.widget_states, self._map, self._waiting, answered=answered)
        self._waiting = []
        return await self._send(message)

    async def filter(self, forms):
        """Filter the slag heaps by form; return the seconds, and the number of heaps that the answer counts."""
        seconds = await self.act({"kind": "filter", "layer": "slag_heaps", "field": "form", "values": forms})
        return seconds, self.data["layers"]["slag_heaps"][1]

    async def close(self):
        await self._routes.close()
        await self._socket.close()

    async def _send(self, message):
        began = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        while True:
            content = await asyncio.wait_for(self._socket.recv(), PATIENCE_SECONDS)
            self.bytes += len(content)
            heard = ForwardMsg.FromString(content)
            self._hear(heard)
            if heard.WhichOneof("type") == "script_finished":
                return time.perf_counter() - began

    def _hear(self, heard):
        if heard.WhichOneof("type") == "page_info_changed":
            self.link = heard.page_info_changed.query_string
        if heard.WhichOneof("type") != "delta" or heard.delta.WhichOneof("type") != "new_element":
            return
        element = heard.delta.new_element
        if element.WhichOneof("type") == "exception":
            raise AssertionError(element.exception.message)
        if element.WhichOneof("type") != "bidi_component":
            return
        component = element.bidi_component
        if component.component_name.endswith("atlas_bridge"):
            self._map, self._fragment = component.id, heard.delta.fragment_id
        elif not (data := json.loads(component.json)).get("known"):
            self.data = data
