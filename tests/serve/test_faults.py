"""What readers see when something fails under a running server, and that nothing is lost: the table of the docs."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import urllib.error
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.app_process import AppProcess, copy_tree
from tests.coroutines import run_in_thread
from tests.streamlit_client import StreamlitClient
from tests.waiting import wait_until

pytestmark = pytest.mark.slow

SHEET = "/atlas/sheet?layers=slag_heaps&format=png&size=A3"
ANSWERS = (
    *("/healthz", "/atlas/state?layers=slag_heaps", "/atlas/tree?lang=en", "/atlas/layers/communes?lang=en"),
    *("/atlas/table?table=communes&lang=en", "/atlas/export?layers=communes&format=csv", "/atlas/file?layers=communes"),
)


def metric(app, name):
    found = re.search(rf"^{re.escape(name)} (\S+)$", app.ask("/metrics").decode(), re.MULTILINE)
    return float(found[1]) if found else 0.0


def refused(app, path, **options):
    """Return status and sentence of a request that is refused."""
    with pytest.raises(urllib.error.HTTPError) as raised:
        app.ask(path, **options)
    with raised.value as answer:
        return answer.code, json.loads(answer.read())["error"]


def drawing_processes(app):
    """Return the ids of the drawing processes of a server."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            parent = int((path.parent / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == app.process.pid and b"drawing_process" in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def answers(app, paths=ANSWERS):
    return {path: len(app.ask(path)) > 0 for path in paths}


async def messages(app, link="?layers=slag_heaps&lang=en"):
    """Return what the page says to a reader who opens a link."""
    reader = await StreamlitClient(app.address, link.removeprefix("?")).open()
    said = reader.data["messages"]
    await reader.close()
    return said


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tree")
    return copy_tree(folder)


@pytest.fixture(scope="module")
def app(tree, tmp_path_factory):
    app = AppProcess(tmp_path_factory.mktemp("faults"), tree=tree).ready()
    yield app
    app.stop()


def test_a_drawing_process_that_is_killed_loses_no_drawing(app):
    before = app.ask(SHEET)
    [process] = drawing_processes(app)
    with ThreadPoolExecutor(1) as pool:
        drawing = pool.submit(app.ask, SHEET)
        wait_until(lambda: metric(app, 'atlas_lane_running{lane="draw"}') == 1)
        os.kill(process, signal.SIGKILL)
        assert drawing.result() == before
    assert metric(app, "atlas_draw_fallen_total") == 1
    assert process not in drawing_processes(app)


def test_sixty_portraits_that_nobody_waits_for_are_dropped_and_keep_neither_map_nor_health_waiting(app):
    done = metric(app, "atlas_draw_done_total")
    host, port = "127.0.0.1", app.port
    clients = [socket.create_connection((host, port)) for _ in range(60)]
    for client in clients:
        client.sendall(b"GET /atlas/portrait/246200364?lang=en HTTP/1.1\r\nHost: atlas\r\n\r\n")
    wait_until(lambda: metric(app, 'atlas_lane_refused_total{lane="draw"}') >= 52)
    assert metric(app, 'atlas_lane_running{lane="draw"}') <= 2
    assert app.get("/healthz")["status"] == "ok"
    assert app.get("/atlas/state?layers=slag_heaps&slag_heaps.form=conical")
    for client in clients:
        client.close()
    wait_until(lambda: metric(app, 'atlas_lane_waiting{lane="draw"}') == 0)
    wait_until(lambda: metric(app, 'atlas_lane_running{lane="draw"}') == 0)
    assert metric(app, "atlas_draw_done_total") - done < 8
    assert app.ask("/atlas/portrait/246200364.pdf?lang=en").startswith(b"%PDF")


def test_the_layer_of_a_reader_is_drawn_for_that_reader_alone(app):
    place = {
        "type": "Feature",
        "properties": {"name": "Lens"},
        "geometry": {"type": "Point", "coordinates": [2.8, 50.4]},
    }
    content = json.dumps({"type": "FeatureCollection", "features": [place]}).encode()
    found = json.loads(app.ask("/atlas/uploads?lang=en&name=towns.geojson", body=content))
    cookie = app.cookie
    form = {"keep": True, "id": "towns", "title": "Towns", "licence": "CC0-1.0", "answers": {}}
    app.ask(f"/atlas/uploads/{found['upload']}", body=json.dumps(form).encode(), cookie=cookie)
    path = "/atlas/export?layers=towns&format=geojson&lang=en"
    assert b"Lens" in app.ask(path, cookie=cookie)
    assert refused(app, path)[0] == 400


def test_drawing_processes_end_with_their_server(tree, tmp_path):
    app = AppProcess(tmp_path, tree=tree).ready()
    app.ask(SHEET)
    [process] = drawing_processes(app)
    app.kill()
    wait_until(lambda: not Path(f"/proc/{process}").exists())


def test_a_layer_whose_file_is_damaged_while_the_server_runs_is_said_and_the_others_stay(app, tree):
    [path] = (tree / "layers").rglob("slag_heaps.parquet")
    kept = path.read_bytes()
    path.write_bytes(b"PAR1" + b"\0" * 2_000)
    try:
        wait_until(lambda: any("slag_heaps" in said for said in run_in_thread(messages(app))))
        assert all(answers(app, [one for one in ANSWERS if "layers=slag_heaps" not in one]).values())
        assert "slag_heaps" in refused(app, "/atlas/export?layers=slag_heaps&format=csv")[1]
    finally:
        path.write_bytes(kept)
    wait_until(lambda: not any("slag_heaps" in said for said in run_in_thread(messages(app))))
    assert all(answers(app).values())


def test_where_the_folder_of_caches_is_a_file_all_is_answered_and_the_page_says_why_it_is_slow(tree, tmp_path):
    (tmp_path / "file").write_text("in the way")
    app = AppProcess(tmp_path / "home", tree=tree, XDG_CACHE_HOME=str(tmp_path / "file")).ready()
    try:
        assert all(answers(app).values())
        assert [said for said in run_in_thread(messages(app)) if said.startswith("XDG_CACHE_HOME")]
        assert app.log.read_text().count("the folder of caches cannot be written") == 1
    finally:
        app.stop()


def test_on_a_full_disk_all_is_answered_an_upload_is_refused_and_nothing_is_left(tree, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    if subprocess.run(mounting, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    app = None
    try:
        app = AppProcess(tmp_path / "home", tree=tree, XDG_CACHE_HOME=str(disk)).ready()
        assert all(answers(app).values())
        file = b"name,lon,lat\n" + b"Lens,2.8,50.4\n" * 40_000
        assert "no space left" in refused(app, "/atlas/uploads?lang=en&name=a.csv", body=file)[1]
        assert not list(disk.rglob("upload.*"))
        assert all(answers(app).values())
    finally:
        if app:
            app.stop()
        subprocess.run(["umount", "-l", str(disk)], check=True)
        shutil.rmtree(disk, ignore_errors=True)
