"""``moran``: spatial autocorrelation of an indicator, global and local."""

import argparse
from typing import TYPE_CHECKING

from atlas.commands.file_options import atlas_to_share
from atlas.commands.permalink import view_of_options
from atlas.commands.statistics.options import add_shared, write

if TYPE_CHECKING:
    from atlas.scene.statistics.spatial_autocorrelation import MoranRow


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    about = "spatial autocorrelation of an indicator: global and local Moran's I (extra: statistics)"
    command = commands.add_parser("moran", help=about)
    command.add_argument("measure", help="an indicator or a part of one: median_income, heap_to_network_m.waterway")
    command.add_argument("--neighbours", default="queen", choices=("queen", "distance", "nearest"))
    command.add_argument("--nearest", type=int, metavar="K", help="neighbours of each (default: 6)")
    least = "between centroids (default: the least that reaches everybody)"
    command.add_argument("--distance", type=float, metavar="METRES", help=least)
    command.add_argument("--permutations", type=int, default=9999, metavar="N", help="default: 9999")
    command.add_argument("--seed", type=int, default=42, help="default: 42")
    command.add_argument("--alpha", type=float, default=0.05, help="share of false discoveries (default: 0.05)")
    add_shared(command)
    command.set_defaults(run=_moran)


def _moran(options: argparse.Namespace) -> int:
    from atlas.analysis.statistics.neighbours import NEAREST, NeighbourRule
    from atlas.io.atlas import open_atlas
    from atlas.scene.query.compare_parameters import read_measure
    from atlas.scene.statistics.setting_ranges import check_ranges
    from atlas.scene.statistics.spatial_autocorrelation import MoranSetting, describe_moran

    numbers = {name: getattr(options, name) for name in ("permutations", "seed", "alpha", "distance", "nearest")}
    check_ranges(options.neighbours, numbers, mark="--")
    atlas = atlas_to_share(open_atlas(options.layers), options, every_layer=False)
    setting = MoranSetting(
        measure=read_measure(options.measure, atlas.catalog).measure,
        level=options.level,
        rule=NeighbourRule(options.neighbours, options.distance, options.nearest or NEAREST),
        permutations=options.permutations,
        seed=options.seed,
        alpha=options.alpha,
    )
    message = describe_moran(setting, view_of_options(options), atlas)
    return write(message, message["rows"], [_line(row) for row in message["rows"]], atlas, options)


def _line(row: "MoranRow") -> str:
    def number(value: float | None) -> str:
        return "" if value is None else f"{value:.4f}"

    return (
        f"{row['id']:<12}{row['name']:<34}{row['value_text']:>22}{row['lag_text']:>22}"
        f"{number(row['index']):>10}{number(row['p']):>9}{number(row['q']):>9}  {row['cluster']}"
    )
