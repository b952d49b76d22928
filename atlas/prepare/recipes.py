"""Table of recipes: the function that makes the rows of each layer."""

from types import MappingProxyType
from typing import TYPE_CHECKING

from atlas.prepare.basin import (
    after_mine,
    ecology,
    estates,
    heap_facts,
    heritage,
    landscape,
    shafts,
    territories,
)
from atlas.prepare.network import (
    knowledge,
    municipal_partners,
    partner_areas,
    partner_places,
    partnerships,
    projects,
    twinnings,
)
from atlas.prepare.world import (
    basemap,
    basins,
    context,
    tailings_dams,
    transition,
    transition_fund,
    world_heritage,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.prepare.compile import Recipe

RECIPES: "Mapping[str, Recipe]" = MappingProxyType(
    {
        "slag_heaps": landscape.slag_heaps,
        "slag_heap_facts": heap_facts.slag_heap_facts,
        "viewpoints": landscape.viewpoints,
        "green_corridors": ecology.green_corridors,
        "blue_corridors": ecology.blue_corridors,
        "neonatural_spaces": ecology.neonatural_spaces,
        "protected_areas": ecology.protected_areas,
        "mining_basins": basins.mining_basins,
        "basin_figures": basins.basin_figures,
        "intercommunalities": territories.intercommunalities,
        "intercommunality_outlines": territories.intercommunality_outlines,
        "communes": territories.communes,
        "transition_fund_territories": transition_fund.transition_fund_territories,
        "transition_fund_allocations": transition_fund.transition_fund_allocations,
        "after_mine_sites": after_mine.after_mine_sites,
        "tailings_dams": tailings_dams.tailings_dams,
        "closed_coal_mines": context.closed_coal_mines,
        "mines": context.mines,
        "basemap": basemap.basemap,
        "unesco_components": heritage.unesco_components,
        "unesco_buffer": heritage.unesco_buffer,
        "heritage_elements": heritage.heritage_elements,
        "mining_estates": estates.mining_estates,
        "mine_shafts": shafts.mine_shafts,
        "unesco_sites": world_heritage.unesco_sites,
        "unesco_site_points": world_heritage.unesco_site_points,
        "partner_cities": partner_places.partner_cities,
        "partnerships": partnerships.partnerships,
        "twinnings": twinnings.twinnings,
        "projects": projects.projects,
        "municipal_partners": municipal_partners.municipal_partners,
        "partner_areas": partner_areas.partner_areas,
        "practices": knowledge.practices,
        "exchange_aims": knowledge.exchange_aims,
        "cooperation_themes": knowledge.cooperation_themes,
        "cooperation_documents": knowledge.cooperation_documents,
        "transition_sites": transition.transition_sites,
        "coal_regions": transition.coal_regions,
    }
)
