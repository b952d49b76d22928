"""Coroutines beside a running loop: where browsers are tested too, a test's own thread has one already."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def complete(coroutine):
    """Run a coroutine to its end in a thread of its own, and give its result."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
