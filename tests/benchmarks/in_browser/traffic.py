"""What a page of a benchmark has received."""


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

    def take(self):
        size, self.size = self.size, 0
        return size
