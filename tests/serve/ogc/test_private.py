"""Private layers, and layers that readers upload, reach no other program by any address of ``/ogc``."""

import pytest

from atlas.serve.ogc.routes import ROUTES
from tests.http_client import get
from tests.private_layer import ID, import_private_layer, mentions_layer
from tests.serve.ogc.client import fill_path

ASKED = [
    f"/ogc/collections/slag_heaps/items?filter=link(%27near%3Dslag_heaps:{ID}:2000%27)&lang=en",
    f"/ogc/collections/slag_heaps/items?filter=link(%27layers%3D{ID}%27)&lang=en",
]


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    """One private layer beside the shipped ones."""
    with pytest.MonkeyPatch.context() as patch:
        import_private_layer(tmp_path_factory.mktemp("secret"), patch)
        yield


def addresses(layer, feature="1"):
    """Return each address, in each form, for a layer and for all."""
    for route in ROUTES:
        path = fill_path(route.path, layer, feature)
        yield from (path, f"{path}?f=html&lang=en", f"{path}?private=1")


@pytest.mark.usefixtures("secret")
def test_no_address_sends_a_private_layer():
    assert get(f"/atlas/layers/{ID}?lang=en").status_code == 200
    for path in addresses(ID):
        answer = get(path)
        if f"/{ID}" in path:
            # It is said that there is no collection of the name that was asked for, and nothing else.
            assert answer.status_code in {400, 404}, path
            assert not mentions_layer(answer.content.replace(ID.encode(), b"")), path
        else:
            assert answer.status_code in {200, 400, 404}, path
            assert not mentions_layer(answer.content), path


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize("path", ASKED)
def test_a_filter_sees_no_private_layer(path):
    answer = get(path)
    assert answer.status_code == 400
    assert f"no layer '{ID}'" in answer.json()["description"]


def test_no_address_sends_what_a_reader_uploaded_not_even_to_them(readers, towns):
    reader = readers()
    reader.keep(towns, title="Mes villes")
    assert reader.client.get("/atlas/layers/mine?lang=en").status_code == 200
    for path in addresses("mine"):
        answer = reader.client.get(path)
        assert "Mes villes" not in answer.text, path
        assert "/mine/" not in answer.text.replace("/ogc/collections/mine/", ""), path
        assert ("/mine" in path) <= (answer.status_code in {400, 404}), path
        assert "set-cookie" not in answer.headers
