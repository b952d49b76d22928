"""Two app processes that share nothing but a database: what is saved at one is there at the other, whatever fails."""

import asyncio
import json
import urllib.error

import psycopg
import pytest
from websockets.exceptions import ConnectionClosed

from tests.app_process import AppProcess
from tests.coroutines import run_in_thread
from tests.streamlit_client import StreamlitClient
from tests.waiting import wait_until

LINK = "/atlas/state?layers=places&layers=slag_heaps&slag_heaps.form=conical"


def places(count):
    """A file of points near Lens, as a reader brings it."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"Place {n}"},
            "geometry": {"type": "Point", "coordinates": [2.8 + n / 100, 50.4]},
        }
        for n in range(count)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def counts(app, link=LINK):
    return {layer["id"]: layer["count"] for layer in app.get(link)["layers"]}


def is_up(app):
    return "atlas_store_up 1.0" in app.ask("/metrics").decode()


@pytest.fixture(scope="module")
def two(database_server, tmp_path_factory):
    """Two processes with nothing in common but the address of a database."""
    name = "two_processes"
    with psycopg.connect(database_server.address(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    environment = {"ATLAS_STORE": database_server.address(name), "ATLAS_UPLOAD_SAVE": "1"}
    home = tmp_path_factory.mktemp("two")
    apps = [AppProcess(home / side, **environment) for side in ("one", "other")]
    try:
        yield [app.ready() for app in apps]
    finally:
        for app in apps:
            app.stop()


@pytest.mark.slow
def test_a_layer_that_one_saves_survives_a_lost_database_and_the_death_of_its_process(two, database_server):
    one, other = two

    # Saved at one, seen at both.
    one.save("places.geojson", places(7), "places")
    wait_until(lambda: "places" in other.layers())
    assert counts(one) == counts(other) == {"places": 7, "slag_heaps": 22}

    # Edited in the database by another program, seen at both.
    with psycopg.connect(database_server.address("two_processes")) as connection:
        connection.execute("DELETE FROM atlas.places WHERE name = 'Place 0'")
    wait_until(lambda: counts(one)["places"] == counts(other)["places"] == 6)

    # Without its database each goes on with what it read last; what cannot be saved is said, and nothing is half there.
    database_server.stop()
    try:
        wait_until(lambda: not is_up(other))
        assert counts(other) == {"places": 6, "slag_heaps": 22}
        with pytest.raises(urllib.error.HTTPError) as refused:
            other.save("more.geojson", places(3), "more")
        assert "base de données" in json.loads(refused.value.read())["error"]
    finally:
        database_server.start()
    wait_until(lambda: is_up(other))
    other.save("more.geojson", places(3), "more")
    wait_until(lambda: "more" in one.layers())

    # Killed while it answers a filter; the link of the page opens at the other with the same counts.
    link, kept = run_in_thread(killed_while_filtering(one))
    assert kept == 22
    assert counts(other, f"/atlas/state?{link}")["slag_heaps"] == kept
    assert counts(other, LINK + "&layers=more") == {"places": 6, "slag_heaps": 22, "more": 3}
    assert run_in_thread(reopened(other, link)) == (kept, 333)


async def killed_while_filtering(app):
    """Filter, ask again, kill the server before it has answered; give the link of the page and what it counted."""
    reader = await StreamlitClient(app.address).open()
    _, kept = await reader.filter(["conical"])
    unanswered = asyncio.create_task(reader.filter([]))
    await asyncio.sleep(0)
    app.kill()
    with pytest.raises(ConnectionClosed):
        await unanswered
    return reader.link, kept


async def reopened(app, link):
    """Open a link as a page does that has lost its server; give what is counted, and after the filter is dropped."""
    reader = await StreamlitClient(app.address, link).open()
    kept = reader.data["layers"]["slag_heaps"][1]
    _, every = await reader.filter([])
    await reader.close()
    return kept, every
