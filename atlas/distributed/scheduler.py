"""The connection to a scheduler of dask.distributed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from atlas.errors import AtlasError, LayerDataError
from atlas.io.extras import needs_extra

# A scheduler of the same network answers within milliseconds.
_CONNECT_SECONDS = 10


@contextmanager
def connect(address: str) -> Iterator[Any]:
    """Connect to a scheduler, for as long as its workers are needed.

    Parameters
    ----------
    address
        ``tcp://host:port``, or ``tls://host:port`` with the certificates of Dask's own configuration.

    Raises
    ------
    LayerDataError
        The libraries are missing, the scheduler does not answer or is lost, or workers died again and again at the
        same task.
    """
    with needs_extra("--scheduler"):
        from distributed import Client, KilledWorker  # noqa: PLC0415 - an extra, for who has a scheduler
    try:
        with Client(address, timeout=_CONNECT_SECONDS) as client:
            yield client
    except AtlasError:
        raise
    except KilledWorker as exc:
        raise LayerDataError("workers_died", key="--scheduler", value=address) from exc
    except (OSError, ValueError) as exc:
        # An address that cannot be read is a ValueError, a scheduler that does not answer an OSError.
        raise LayerDataError("scheduler_away", key="--scheduler", value=address) from exc
