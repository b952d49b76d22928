"""Whatever numbers a layer holds, every answer about it is given, and none has a number that JSON does not know."""

import json
import math

import pytest

from tests.http_client import get, post
from tests.own_layers import write_own_layer

SIZES = {
    "nodata": (-3.4028234663852886e38, 1.0, 2.0, 3.0),
    "large": (1e28, 1e29, 5e30, 1.0),
    "ends": (1.7976931348623157e308, -1.7976931348623157e308, 0.0, 1e308),
    "small": (5e-324, 1e-320, -5e-324, 0.0),
    "blank": (math.nan, math.inf, -math.inf, 1.0),
    "nothing": (math.nan, math.nan, math.nan, math.nan),
    "same": (1e300, 1e300, 1e300, 1e300),
}
MORE = '[[charts]]\nkind = "histogram"\nfield = "size"\n\n[[charts]]\nkind = "years"\nfield = "size"\n'
PATHS = [
    *(
        "/atlas/cards/{id}/row%200",
        "/atlas/table?table={id}&sort=size",
        "/atlas/table?table={id}&sort=-size",
        "/atlas/charts?chart={id}",
    ),
    *(
        "/atlas/state?layers={id}",
        "/atlas/layers/{id}",
        "/atlas/file?layers={id}",
        "/atlas/catalog",
        "/atlas/sheets/{id}",
    ),
    *(
        "/atlas/summary?layers={id}",
        "/atlas/search?q=row",
        "/atlas/ties/{id}/row%200",
        "/atlas/description?layers={id}",
    ),
    *(
        f"/atlas/classes?of={{id}}&classes={{id}}.size:{part}"
        for part in ("quantiles:5", "natural_breaks:3", "equal_intervals:7")
    ),
    *(
        f"/atlas/state?layers={{id}}&classes={{id}}.size:{part}:4"
        for part in ("quantiles", "natural_breaks", "equal_intervals")
    ),
    *(
        f"/atlas/export?layers={{id}}&format={part}"
        for part in ("csv", "geojson", "xlsx", "kml", "gpkg", "parquet", "csv&csv=fr")
    ),
    *(
        "/atlas/description?layers={id}&{id}.size__gte=1e308",
        "/atlas/cite?layers={id}&{id}.size=1e300",
        "/atlas/catalog/{id}.jsonld",
    ),
]


@pytest.fixture(scope="module", autouse=True)
def own(tmp_path_factory):
    root = tmp_path_factory.mktemp("numbers")
    for name, sizes in SIZES.items():
        write_own_layer(root, f"own_{name}", sizes=sizes, more=MORE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_LAYERS", str(root))
        yield


def refuse(text):
    raise AssertionError(text)


@pytest.mark.journey
@pytest.mark.parametrize(
    "name", [name if name in {"nodata", "ends"} else pytest.param(name, marks=pytest.mark.slow) for name in SIZES]
)
def test_every_answer_about_any_number_is_given(name):
    for path in PATHS:
        answer = get(f"{path.format(id=f'own_{name}')}{'&' if '?' in path else '?'}lang=en")
        assert answer.status_code == 200, (path, answer.text[:300])
        if answer.headers["content-type"] == "application/json":
            json.loads(answer.text, parse_constant=refuse)


def test_a_sum_that_is_no_number_is_said():
    text = '+++\ntitle = "T"\nlanguage = "en"\n+++\n## A\n?layers=own_{name}\n\n{{sum own_{name}.size}}\n'
    for name in ("nodata", "large", "small", "blank"):
        assert post("/atlas/story?lang=en", text.format(name=name)).status_code == 200
    assert post("/atlas/story?lang=en", text.format(name="same").replace("same", "nothing")).status_code in {200, 400}
