"""What a page of a benchmark has received."""

import time


class Traffic:
    """Bytes received by websocket and HTTP since the last `take`."""

    def __init__(self, page):
        self.size = 0
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        client.on("Network.webSocketFrameReceived", self._frame)
        client.on("Network.loadingFinished", lambda event: self._add(int(event["encodedDataLength"])))

    def _frame(self, event):
        text = event["response"]["payloadData"]
        self._add(len(text) * 3 // 4 if event["response"]["opcode"] == 2 else len(text))

    def _add(self, size):
        self.size += size

    def settle(self, page, seconds=1.5, most=60):
        """Wait until nothing has come for some time: what is loaded after the picture belongs to it."""
        end, before = time.monotonic() + most, -1
        while self.size != before and time.monotonic() < end:
            before = self.size
            page.wait_for_timeout(1000 * seconds)

    def take(self):
        size, self.size = self.size, 0
        return size
