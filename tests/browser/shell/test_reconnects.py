"""A page whose connection is lost: its process dies and another one takes over, or the network fails for a while."""

import asyncio
import contextlib
import signal
import threading

import pytest

from tests.app_process import AppProcess
from tests.waiting import PATIENCE_SECONDS


class Door:
    """One address that passes every connection on to the first process that takes it, as a proxy does."""

    def __init__(self, ports):
        self._ports = ports
        self._open = True
        self._loop = asyncio.new_event_loop()
        # The browser of the tests has a loop of its own in this thread.
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._await(asyncio.start_server(self._pass, "127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def _await(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=PATIENCE_SECONDS)

    async def _pass(self, reader, writer):
        for port in self._ports if self._open else ():
            with contextlib.suppress(ConnectionError):
                behind = await asyncio.open_connection("127.0.0.1", port)
                # A connection that is broken ends here without a message.
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.gather(self._copy(reader, behind[1]), self._copy(behind[0], writer))
                return
        writer.close()

    @staticmethod
    async def _copy(reader, writer):
        try:
            with contextlib.suppress(ConnectionError):
                while content := await reader.read(1 << 16):
                    writer.write(content)
                    await writer.drain()
        finally:
            writer.close()

    def cut(self):
        """Break every connection, and refuse new ones until `restore` is called."""
        self._open = False
        self._await(self._break())

    def restore(self):
        self._open = True

    def close(self):
        self._server.close()
        self._await(self._break())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _break(self):
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


@pytest.fixture
def two_behind_one(chromium, database, tmp_path):  # noqa: ARG001 - without a browser there is no need of servers
    apps = [AppProcess(tmp_path / side, ATLAS_STORE=database) for side in ("one", "other")]
    try:
        door = Door([app.ready().port for app in apps])
        yield door.address, apps[0]
        door.close()
    finally:
        for app in apps:
            app.stop()


@pytest.mark.slow
def test_a_page_whose_process_dies_goes_on_with_the_other_as_its_link_says(two_behind_one, new_visit):
    address, first = two_behind_one
    visit = new_visit(address).open("?slag_heaps.form=conical")
    visit.wait_for_count("slag_heaps", 22)
    clear = visit.page.get_by_role("button", name="Effacer tous les filtres")
    clear.wait_for()

    first.kill()
    with visit.page.expect_navigation():
        pass
    visit.map.wait_for_function("window.atlas && atlas.ready.then(() => true)")
    assert visit.counts()["slag_heaps"] == 22
    assert "slag_heaps.form=conical" in visit.page.url

    clear.click()
    visit.wait_for_count("slag_heaps", 333)


@pytest.mark.slow
def test_what_is_clicked_while_the_network_fails_is_done_when_it_is_back(address, new_visit):
    door = Door([int(address.rpartition(":")[2])])
    try:
        visit = new_visit(door.address).open("?slag_heaps.form=conical")
        clear = visit.page.get_by_role("button", name="Effacer tous les filtres")
        clear.wait_for()
        visit.page.evaluate("window.same = true")

        door.cut()
        clear.click()
        visit.page.locator(".failed").wait_for()
        assert visit.counts()["slag_heaps"] == 22
        door.restore()
        visit.wait_for_count("slag_heaps", 333)
        assert visit.page.evaluate("window.same")
    finally:
        door.close()


@pytest.fixture
def door(address):
    """Return a way to the server of the whole run that can be cut."""
    door = Door([int(address.rpartition(":")[2])])
    yield door
    door.close()


def press(visit, key):
    visit.page.locator(f'[data-key="{key}"]').first.click()


def choose(visit, key, value):
    visit.page.locator(f'[data-key="{key}"]').first.select_option(value)


ACTS = {
    "another mode": (
        lambda visit: visit.page.get_by_role("button", name="Compare").first.click(),
        lambda visit: visit.page.locator(".compare .facts").wait_for(),
    ),
    "a mode, and back": (
        lambda visit: [
            visit.page.get_by_role("button", name=name).first.click() for name in ("Network", "Data", "Explore")
        ],
        lambda visit: visit.page.wait_for_function("!location.search.includes('mode=')"),
    ),
    "the list of layers": (
        lambda visit: visit.page.get_by_role("button", name="Data", exact=True).first.click(),
        lambda visit: visit.page.locator(".data .index button").nth(3).wait_for(),
    ),
    "the stories": (
        lambda visit: visit.page.get_by_role("button", name="Present").first.click(),
        lambda visit: visit.page.locator(".panel.present article").first.wait_for(),
    ),
    "a table": (
        lambda visit: press(visit, "tab.table"),
        lambda visit: visit.page.locator("tr[data-row]").first.wait_for(),
    ),
    "a search": (
        lambda visit: visit.page.locator('[data-key="search"]').fill("Condé"),
        lambda visit: visit.page.get_by_role("option", name="Condé-sur-l'Escaut").first.wait_for(),
    ),
    "what a key does": (
        lambda visit: visit.page.keyboard.press("t"),
        lambda visit: visit.page.locator("tr[data-row]").first.wait_for(),
    ),
    "several acts": (
        lambda visit: [press(visit, "clear"), press(visit, "tab.summary")],
        lambda visit: (visit.wait_for_count("slag_heaps", 333), visit.page.locator(".tab.summary td").first.wait_for()),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", ACTS)
def test_whatever_is_done_while_the_server_is_away_is_done_when_it_is_back(door, new_visit, what):
    act, done = ACTS[what]
    visit = new_visit(door.address).open("?lang=en&slag_heaps.form=conical")
    visit.page.locator('[data-key="clear"]').wait_for()
    # What is needed when the server is away is loaded by then.
    visit.wait_until(lambda: sum("connection/away.js" in url for url in visit.requests) > 1)
    visit.page.evaluate("window.same = true")
    door.cut()
    visit.page.locator(".failed").wait_for()
    act(visit)
    visit.page.wait_for_timeout(1500)
    assert "Failed to fetch" not in visit.page.locator(".atlas").inner_text()
    door.restore()
    done(visit)
    visit.page.locator(".failed").wait_for(state="detached")
    assert visit.page.evaluate("window.same")


@pytest.mark.slow
def test_what_was_done_before_another_process_took_over_is_done_there(two_behind_one, new_visit):
    address, first = two_behind_one
    visit = new_visit(address).open("?lang=en&slag_heaps.form=conical")
    clear = visit.page.locator('[data-key="clear"]')
    clear.wait_for()
    first.kill()
    clear.click()
    # The page loads itself anew as its link says, then does what was not answered.
    visit.page.wait_for_url(lambda url: "slag_heaps.form" not in url)
    visit.wait_until(lambda: visit.map.evaluate("window.atlas?.state && atlas.counts().slag_heaps") == 333)


@pytest.mark.slow
def test_a_file_that_was_asked_for_before_another_process_took_over_comes_from_there(two_behind_one, new_visit):
    address, first = two_behind_one
    visit = new_visit(address).open("?lang=en&layers=slag_heaps")
    press(visit, "tab.take")
    link = visit.page.locator("a[download][href*='format=geojson']").first
    link.wait_for()
    visit.wait_until(lambda: sum("connection/away.js" in url for url in visit.requests) > 1)
    first.process.send_signal(signal.SIGSTOP)
    with visit.page.expect_download() as download:
        link.click()
        # It is on its way when the process dies and the page loads itself anew.
        visit.page.locator("a[download][aria-busy]").wait_for()
        first.kill()
    assert download.value.suggested_filename.endswith(".geojson")
