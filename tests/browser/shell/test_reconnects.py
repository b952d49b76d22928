"""A page whose connection is lost: its process dies and another one takes over, or the network fails for a while."""

import asyncio
import contextlib
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
