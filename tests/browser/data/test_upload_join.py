"""A reader brings figures by commune: they are put on the map, and compared."""

import pytest

from tests.app_process import AppProcess


@pytest.fixture(scope="module")
def address(chromium, tmp_path_factory):  # noqa: ARG001 - without a browser there is no need of a server
    """An app with folders of its own: what is brought here is not left with whoever runs the tests."""
    app = AppProcess(tmp_path_factory.mktemp("app")).ready()
    yield app.address
    app.stop()


@pytest.mark.slow
def test_figures_by_name_are_joined_corrected_shown_and_compared(visit, tmp_path):
    path = tmp_path / "chiffres.csv"
    rows = ["ville;an;taux (%)", "Avion;2020;11", "Avion;2021;12,5", "Lens;2021;s", "Hénin Beaumon;2021;9,4"]
    path.write_text("\n".join([*rows, "Liévin;2021;10", "Oignies;2021;8"]), encoding="utf-8")
    visit.open("?lang=fr&layers=slag_heaps")
    page = visit.page
    page.get_by_role("button", name="Ajouter une couche à moi…").click()
    dialog = page.locator("dialog.upload")
    dialog.locator("input[type=file]").set_input_files(path)
    dialog.get_by_text("Où sont ses lignes ?").wait_for()
    assert dialog.get_by_label("Objets de la couche").input_value() == "communes"
    assert dialog.get_by_label("Colonne qui les nomme").input_value() == "ville"
    dialog.get_by_role("button", name="Mettre les lignes sur la carte").click()
    dialog.get_by_label("Plusieurs lignes d’un même lieu").select_option("latest")
    dialog.get_by_role("button", name="Hénin-Beaumont").wait_for()
    dialog.get_by_role("button", name="Mettre les lignes sur la carte").click()
    dialog.get_by_role("button", name="Ajouter à la carte").wait_for()
    dialog.get_by_role("button", name="Hénin-Beaumont").click()
    dialog.get_by_text("5 sur 250").wait_for()
    with page.expect_navigation():
        dialog.get_by_role("button", name="Ajouter à la carte").click()
    visit.map.wait_for_function("window.atlas && atlas.ready.then(() => atlas.counts().chiffres === 5)")
    visit.open("?lang=fr&mode=compare&compare=62065&compare=62427&ind=chiffres.taux")
    page.get_by_text("taux (vos chiffres)").locator("visible=true").first.wait_for(timeout=30_000)
