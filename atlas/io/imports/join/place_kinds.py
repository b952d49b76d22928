"""The layers whose objects a table may name, and how it names them."""

from collections.abc import Callable
from dataclasses import dataclass

from atlas.io.imports.join.name_keys import word_set
from atlas.io.imports.join.place_codes import (
    bare_heap_code,
    component_code,
    country_code,
    heap_code,
    insee_code,
    number_code,
    nuts_code,
    siren_code,
)
from atlas.io.imports.normalise.columns import field_id

Code = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """How tables name the objects of a layer.

    Attributes
    ----------
    layer
        Id of the layer.
    code
        Reads a text that can only be a code of this kind; None for what is none.
    loose_code
        Reads what may be one: a bare number. Only a column whose name is in `hints` is read so.
    codes
        Column of the layer with the codes; the ids by default.
    hints
        Words in the names of columns that hold such codes or names.
    is_open
        A code that the layer does not have is one of a place elsewhere: a table of all communes of France.
    """

    layer: str
    code: Code | None = None
    loose_code: Code | None = None
    codes: str | None = None
    hints: frozenset[str] = frozenset()
    is_open: bool = False

    def is_hinted(self, column: str) -> bool:
        """Return whether the name of a column says that it holds objects of this kind."""
        words = set(field_id(column).split("_"))
        whole = field_id(column).replace("_", "")
        return bool(words & self.hints) or whole in self.hints


# In the order in which they are proposed where several fit alike.
KINDS = (
    PlaceKind(
        "communes",
        insee_code,
        hints=word_set(
            "insee codgeo com commune communes depcom codecommune ville villes municipio libgeo libcom geo codeinsee "
            "inseecom municipality cog geocode geographique codegeographique"
        ),
        is_open=True,
    ),
    PlaceKind(
        "intercommunalities",
        siren_code,
        hints=word_set("siren epci interco intercommunalite agglo agglomeration libepci sirenepci body bodies gfp"),
        is_open=True,
    ),
    PlaceKind(
        "slag_heaps",
        heap_code,
        bare_heap_code,
        codes="number",
        hints=word_set("terril terrils heap heaps slag slagheap numterril escombreira escombreiras"),
    ),
    PlaceKind("mine_shafts", hints=word_set("fosse fosses puits pit pits siege shaft shafts poco pocos")),
    PlaceKind(
        "unesco_components",
        component_code,
        number_code,
        codes="number",
        hints=word_set("composante composantes component components unesco bien componente componentes 1360"),
    ),
    PlaceKind("heritage_elements", None, bare_heap_code, codes="number", hints=word_set("element elements elemento")),
    PlaceKind("mining_basins", hints=word_set("bassin bassins basin basins bacia bacias")),
    PlaceKind("unesco_sites", None, number_code, hints=word_set("whc unesco site sites property bien sitio")),
    PlaceKind("coal_regions", nuts_code, hints=word_set("nuts region regions geo regiao"), is_open=True),
    PlaceKind("transition_fund_territories", nuts_code, codes="nuts_2024", hints=word_set("nuts geo"), is_open=True),
    PlaceKind(
        "partner_areas",
        nuts_code,
        country_code,
        codes="country",
        hints=word_set("pays country countries iso iso2 iso3 region paese pais geo"),
        is_open=True,
    ),
    PlaceKind("partner_cities", hints=word_set("ville city cities cidade partenaire partner")),
)
KIND_OF = {kind.layer: kind for kind in KINDS}


def kind_of(layer: str) -> PlaceKind:
    """Return how tables name the objects of a layer; any layer is known by its ids and names."""
    return KIND_OF.get(layer) or PlaceKind(layer)
