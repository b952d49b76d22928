"""Charts of a place: the declared charts of years and numbers of its layers, as small pictures."""

from itertools import islice
from typing import TYPE_CHECKING

from atlas.i18n import t
from atlas.scene.explore.charts import make_charts
from atlas.scene.objects.pictures import HEIGHT, WIDTH, CardPicture
from atlas.scene.query.formatting import write_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.io.atlas import Atlas
    from atlas.scene.explore.charts import ChartMessage
    from atlas.scene.query.view import View

# Rows with a value and bars from which on a chart says something, and charts of a place at most.
_LEAST_ROWS, _LEAST_BARS, _MOST = 5, 3, 6
_GAP = 3


def place_charts(layers: "Iterable[str]", view: "View", atlas: "Atlas") -> list[CardPicture]:
    """Return the charts of years and numbers of layers, of the rows that a view keeps.

    Parameters
    ----------
    layers
        Their ids.
    view
        A validated view with a place.
    atlas
        Declarations and rows.
    """
    made = (make_charts(layer_id, view, atlas) for layer_id in layers)
    charts = [(layer["title"], chart) for layer in made for chart in layer["charts"] if chart["kind"] != "bars"]
    # Years first: they tell more of a place than sizes do.
    charts.sort(key=lambda titled: titled[1]["kind"] != "years")
    return list(islice(filter(None, (_picture(title, chart, view.lang) for title, chart in charts)), _MOST))


def _picture(layer: str, chart: "ChartMessage", lang: str) -> CardPicture | None:
    bars = [bar for bar in chart["bars"] if "start" in bar]
    count = sum(bar["count"] for bar in bars)
    if count < _LEAST_ROWS or sum(bar["count"] > 0 for bar in bars) < _LEAST_BARS:
        return None
    most = max(bar["count"] for bar in bars)
    # Bars beyond the first and last that have rows would only make the others narrow.
    filled = [position for position, bar in enumerate(bars) if bar["count"]]
    shown = bars[filled[0] : filled[-1] + 1]
    step = WIDTH / len(shown)
    gap = _GAP if step > 3 * _GAP else 1
    mark = "".join(
        _bar(round(k * step), round((k + 1) * step) - gap, bar["count"] / most) for k, bar in enumerate(shown)
    )
    unknown = next((bar["count"] for bar in chart["bars"] if "start" not in bar), 0)
    tallest = max(shown, key=lambda bar: bar["count"])
    words = [
        f"{layer} · {chart['title']}{t('value.is', lang)}{write_number(count, lang)}",
        t("series.most", lang, count=write_number(most, lang), where=tallest["title"]),
        *([t("series.without", lang, count=write_number(unknown, lang))] if unknown else []),
    ]
    low, high = shown[0]["title"], shown[-1]["title"]
    return {
        "title": t("card.comma", lang).join(words),
        "low": low,
        "high": "" if len(shown) == 1 else high,
        "ground": f"M0 {HEIGHT - 1}L{WIDTH} {HEIGHT - 1}L{WIDTH} {HEIGHT}L0 {HEIGHT}Z",
        "mark": mark,
        "line": False,
    }


def _bar(left: int, right: int, share: float) -> str:
    if not share:
        return ""
    top = HEIGHT - max(3, round((HEIGHT - 1) * share))
    return f"M{left} {top}L{right} {top}L{right} {HEIGHT}L{left} {HEIGHT}Z"
