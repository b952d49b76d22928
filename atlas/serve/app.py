"""The routes beside the page, on the same port. Handlers are plain functions: they run in Starlette's thread pool.

Importing this module is light: the server answers, and the browser loads, while a thread imports geopandas and reads
the layers. What was prepared by an earlier start is sent without waiting for either.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from threading import Thread

from starlette.applications import Starlette
from starlette.middleware import Middleware

from atlas.errors import AtlasError
from atlas.i18n import LANGUAGES
from atlas.public_settings import read_public_settings
from atlas.serve.first_map import has_first_map, prepare_elsewhere, replace_shipped, wait_until_prepared
from atlas.serve.host_check import OwnHostMiddleware
from atlas.serve.http import current_atlas, with_errors
from atlas.serve.link_head import prepare_heads
from atlas.serve.metrics import ROUTES as METRICS
from atlas.serve.metrics import MetricsMiddleware
from atlas.serve.offline import mark_offline
from atlas.serve.ogc.routes import ROUTES as OGC
from atlas.serve.routes.act import ROUTES as ACT
from atlas.serve.routes.catalog import ROUTES as CATALOG
from atlas.serve.routes.compare import ROUTES as COMPARE
from atlas.serve.routes.data import ROUTES as DATA
from atlas.serve.routes.explore import ROUTES as EXPLORE
from atlas.serve.routes.links import ROUTES as LINKS
from atlas.serve.routes.map import ROUTES as MAP
from atlas.serve.routes.network import ROUTES as NETWORK
from atlas.serve.routes.noted import with_posted_notes
from atlas.serve.routes.offline import ROUTES as OFFLINE
from atlas.serve.routes.print import ROUTES as SHEETS
from atlas.serve.routes.shell import ROUTES as SHELL
from atlas.serve.routes.stories import OWN_ROUTES as OWN_STORIES
from atlas.serve.routes.stories import ROUTES as STORIES
from atlas.serve.routes.uploads import ROUTES as UPLOADS
from atlas.serve.routes.viewport import ROUTES as VIEWPORT
from atlas.serve.routes.web import ROUTES as WEB
from atlas.serve.security import SecurityMiddleware
from atlas.serve.sessions import for_readers
from atlas.serve.workers.costly import drawing_processes, in_lanes, prepare_drawing
from atlas.serve.workers.lane_of import lane_of
from atlas.serve.workers.out_of_memory import EndOutOfMemory, ended_out_of_memory
from atlas.serve.workers.rest import wait_for_rest
from atlas.serve.workers.slow_headers import bounded_header_time

# How long a browser takes from the start of the server to the first map, when all of it is prepared.
_FIRST_MAP_SECONDS = 2.0
# After its last request the picture is drawn. A busy server reads the layers all the same.
_REST_SECONDS, _MOST_SECONDS = 0.5, 8.0
# What no reader has asked for yet waits longer.
_IDLE_SECONDS, _MOST_IDLE_SECONDS = 3.0, 30.0
# Between its steps too, for a shorter time: the requests of a page follow each other.
_PAUSE_SECONDS, _MOST_PAUSE_SECONDS = 0.5, 2.0


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Import and read in a thread while the server starts: health is answered, and the browser loads, meanwhile.

    That thread lets the first map go before it.
    """
    prepare_elsewhere()
    warming = asyncio.create_task(_warm())
    async with programs_lifespan(_):
        yield
    await warming


@asynccontextmanager
async def programs_lifespan(_: object) -> AsyncIterator[None]:
    """Answer programs: nothing is read before it is asked for, which would take time from who asks."""
    with bounded_header_time(), ended_out_of_memory():
        async with drawing_processes():
            yield


async def _warm() -> None:
    # The first map goes before: it is prepared, or another process prepares it.
    await asyncio.to_thread(wait_until_prepared)
    if has_first_map():
        await asyncio.sleep(_FIRST_MAP_SECONDS)
        await asyncio.to_thread(wait_for_rest, _REST_SECONDS, _MOST_SECONDS)
    await asyncio.to_thread(_read_all)
    # The first reader is not kept waiting for what only the first drawing needs.
    await asyncio.sleep(_FIRST_MAP_SECONDS)
    await asyncio.to_thread(wait_for_rest, _IDLE_SECONDS, _MOST_IDLE_SECONDS)
    prepare_drawing()


def _read_all() -> None:
    from atlas.serve.routes.map import packed_opening
    from atlas.serve.state import warm

    warm(LANGUAGES[0], current_atlas())
    replace_shipped()
    with suppress(AtlasError):
        packed_opening(LANGUAGES[0])
    if address := read_public_settings().url:
        prepare_heads(address)
    # The server need not wait for it when it stops.
    Thread(target=prepare_for_later, daemon=True).start()


def prepare_for_later() -> None:
    """Make what a later act needs, levels of detail and the search index, while nobody is being answered."""
    from atlas.scene.explore.search import prepare_finder
    from atlas.serve.lod_builder import build_all

    pause = partial(wait_for_rest, _PAUSE_SECONDS, _MOST_PAUSE_SECONDS)
    wait_for_rest(_IDLE_SECONDS, _MOST_IDLE_SECONDS)
    build_all(pause)
    prepare_finder(current_atlas(), pause)


_READ = [
    *SHELL,
    *MAP,
    *ACT,
    *DATA,
    *EXPLORE,
    *CATALOG,
    *LINKS,
    *COMPARE,
    *NETWORK,
    *SHEETS,
    *STORIES,
    *VIEWPORT,
]
# What may be drawn by another process: the same routes there, answered at once.
_ANSWERED = for_readers(with_errors(_READ))
DRAWN_ROUTES = [*OWN_STORIES, *with_posted_notes(_ANSWERED), *mark_offline(_ANSWERED)]
ROUTES = [*in_lanes([*METRICS, *OGC, *DRAWN_ROUTES], lane_of), *UPLOADS, *WEB, *OFFLINE]
MIDDLEWARE = [
    Middleware(EndOutOfMemory),
    Middleware(MetricsMiddleware),
    Middleware(SecurityMiddleware),
    Middleware(OwnHostMiddleware),
]


def create_app() -> Starlette:
    """Return the routes as an application of their own: everything but the page, which Streamlit draws."""
    return Starlette(routes=ROUTES, lifespan=programs_lifespan, middleware=MIDDLEWARE)
