"""Keep the garbage collector off the atlas: Streamlit collects after every run of a page."""

import gc
import time
from threading import Lock

_SWEEP_SECONDS = 120
_heap = {"swept": time.monotonic()}
_freezing = Lock()


def freeze_garbage_collector() -> None:
    """Move what was made so far out of the garbage collector's way; call it after the first run of every page.

    Streamlit collects garbage after every run of a page and stops all threads meanwhile: with the atlas in memory that
    took 80 ms of every filter change, with the pages of fifty readers half of their time. What the readers who left
    have left behind is collected every few minutes.
    """
    with _freezing:
        now = time.monotonic()
        if now - _heap["swept"] > _SWEEP_SECONDS:
            _heap["swept"] = now
            gc.unfreeze()
            gc.collect()
        gc.freeze()
