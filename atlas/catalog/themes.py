"""Declarations of themes, their sub-networks and online basemaps."""

from typing import Literal, Self

from pydantic import Field as Option
from pydantic import model_validator

from atlas.catalog.declarations import Address, Colour, Declaration, Id, Sentence, Text
from atlas.catalog.licences import Licence


class Basemap(Declaration):
    """An online background in web mercator, with its credit: an option, never the default.

    ``kind`` is the protocol: tile addresses (``xyz``), or a map service (``wms``, OGC 1.3.0) with the name of its
    ``layer``. A historical background has ``years``, first and last, and is compared with the background ``against``,
    by default the atlas's own. ``names``: its pictures bear the names of places. ``relief``: its pictures are shades
    that the ground of the atlas is seen through.
    """

    title: Text
    kind: Literal["xyz", "wms"] = "xyz"
    url: Address
    layer: Sentence | None = None
    format: Literal["image/png", "image/jpeg"] = "image/png"
    years: tuple[int, int] | None = None
    against: Id | None = None
    names: bool = False
    relief: bool = False
    credit: Sentence
    licence: Licence
    min_zoom: int = Option(default=0, ge=0, le=22)
    max_zoom: int = Option(default=18, ge=1, le=22)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.kind == "wms") != (self.layer is not None):
            msg = "layer: goes with kind = 'wms', which needs it"
            raise ValueError(msg)
        if self.years and self.years[0] > self.years[1]:
            msg = "years: the first comes after the last"
            raise ValueError(msg)
        return self


class Subnetwork(Declaration):
    """A sub-network named by a planning document, and the layers that map it here (none: not mapped here)."""

    title: Text
    layers: tuple[Id, ...] = ()
    note: Text | None = None


class Theme(Declaration):
    """A branch of the catalogue tree."""

    id: Id
    title: Text
    description: Text
    order: int
    color: Colour
    color_dark: Colour
    note: Text | None = None
    subnetworks: dict[Id, Subnetwork] = Option(default={})
