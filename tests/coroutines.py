"""Coroutines in a test whose thread has a running loop already, as that of the browser tests."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def run_in_thread(coroutine):
    """Run a coroutine to its end in a thread of its own, and return its result."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
