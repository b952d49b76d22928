"""The encoding of a text is what the text looks like, weighed with what the file states; the user's word wins."""

import struct
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

TEXTS = {
    "French": ["Béthune", "Liévin", "Hénin-Beaumont, sans pépinière", "BÉTHUNE", "l’Œuvre"],
    "Portuguese": ["São João da Pesqueira", "mineração", "Itabira: pão e água", "TERRITÓRIO", "ém três préstimos"],
    "German": ["Gelsenkirchen für Größe", "Zollverein Schächte", "Bergwerksstraße", "ÜBERSICHT", "Halde Höhe"],
}


def shapefile(folder, texts, encoding, *, language=0, cpg=None, width=40):
    """Write a shapefile whose table holds texts in an encoding, with what its files state."""
    path = folder / "a.shp"
    names = [f"{number:02}".ljust(width, "x") for number in range(len(texts))]
    gpd.GeoDataFrame({"name": names}, geometry=[shapely.Point(2.8, 50.4)] * len(texts), crs=4326).to_file(path)
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    _, head, row = struct.unpack_from("<IHH", content, 4)
    size = row - 1
    for number, text in enumerate(texts):
        content[head + number * row + 1 : head + (number + 1) * row] = text.encode(encoding)[:width].ljust(size)
    content[29] = language
    table.write_bytes(content)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if cpg is not None:
        path.with_suffix(".cpg").write_text(cpg, encoding="ascii")
    return path


def without(texts, encoding):
    """Return the texts that an encoding can write."""
    kept = []
    for text in texts:
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            continue
        kept.append(text)
    return kept


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "iso8859-1", "cp850", "cp437", "mac_roman"])
def test_a_table_that_states_nothing_is_read_by_its_look(quick, tmp_path, language, encoding):
    texts = without(TEXTS[language], encoding)
    assert list(quick.rows(shapefile(tmp_path, texts, encoding))["name"]) == texts


@pytest.mark.parametrize(
    ("byte", "encoding"), [(0x02, "cp850"), (0x01, "cp437"), (0x03, "cp1252"), (0x04, "mac_roman")]
)
def test_the_language_byte_of_the_table_is_heard(quick, tmp_path, byte, encoding):
    texts = without(TEXTS["French"], encoding)
    assert list(quick.rows(shapefile(tmp_path, texts, encoding, language=byte))["name"]) == texts


@pytest.mark.parametrize("cpg", ["1252", "ISO-8859-1", "8859-1", "88591", "ANSI 1252", "OEM", "437", "nonsense"])
def test_a_statement_that_the_text_contradicts_is_said(quick, tmp_path, cpg):
    path = shapefile(tmp_path, TEXTS["French"], "utf-8", cpg=cpg)
    assert list(quick.rows(path)["name"]) == TEXTS["French"]
    assert ("its texts are UTF-8" in quick.said) == (cpg not in {"OEM", "nonsense"})


@pytest.mark.parametrize(
    ("cpg", "encoding"), [("UTF-8", "utf-8"), ("65001", "utf-8"), ("1252", "cp1252"), ("850", "cp850")]
)
def test_a_statement_that_the_text_bears_out_is_no_matter(quick, tmp_path, cpg, encoding):
    texts = without(TEXTS["French"], encoding)
    assert list(quick.rows(shapefile(tmp_path, texts, encoding, cpg=cpg))["name"]) == texts
    assert "The file states" not in quick.said


@pytest.mark.parametrize("options", [[], ["--encoding", "UTF-8"]])
def test_one_character_cut_by_its_column_spoils_no_other(quick, tmp_path, options):
    texts = ["Liévin", "Béthune", "Terrils ét"]
    path = shapefile(tmp_path, [*texts[:2], "Terrils été"], "utf-8", cpg="UTF-8", width=12)
    assert list(quick.rows(path, *options)["name"]) == texts
    assert "Characters cut by the width of their column, left out: 1." in quick.said


def test_the_word_of_the_user_wins(quick, tmp_path):
    path = shapefile(tmp_path, ["Béthune"], "cp850")
    assert list(quick.rows(path, "--encoding", "cp1252")["name"]) == ["B\u201athune"]


def csv(path: Path, texts, encoding):
    rows = "".join(f"{text};2.8;50.4\n" for text in texts)
    path.write_bytes(f"name;lon;lat\n{rows}".encode(encoding))
    return path


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "mac_roman"])
def test_a_csv_file_is_read_by_its_look(quick, tmp_path, language, encoding):
    texts = without(TEXTS[language], encoding)
    assert list(quick.rows(csv(tmp_path / "a.csv", texts, encoding))["name"]) == texts


def test_two_readings_are_shown_for_the_user_to_compare(quick, tmp_path):
    quick.rows(csv(tmp_path / "a.csv", ["Béthune", "Liévin"], "mac_roman"))
    assert "Texts read as MAC-ROMAN: Béthune, Liévin" in quick.said.replace(";2.8;50.4", "")
    assert "Another encoding is given with --encoding." in quick.said


def test_one_damaged_character_leaves_the_others(quick, tmp_path):
    path = csv(tmp_path / "a.csv", [*(f"Liévin {number}" for number in range(20)), "Bxthune"], "utf-8")
    path.write_bytes(path.read_bytes().replace(b"Bxthune", b"B\xe9thune"))
    names = set(quick.rows(path)["name"])
    assert {"Liévin 0", "Liévin 19", "B�thune"} <= names
    assert "Characters that are not UTF-8, shown as �: 1." in quick.said


def geojson(path, text, encoding):
    point = '{"type": "Point", "coordinates": [2.8, 50.4]}'
    feature = f'{{"type": "Feature", "properties": {{"name": "{text}"}}, "geometry": {point}}}'
    path.write_bytes(f'{{"type": "FeatureCollection", "features": [{feature}]}}'.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
def test_geojson_that_is_not_utf8_is_asked_about_with_the_likely_encoding_first(quick, tmp_path, encoding):
    path = geojson(tmp_path / "a.geojson", "Liévin", encoding)
    name = encoding.upper().replace("_", "-")
    assert f"the text is not UTF-8; give its encoding with --encoding, perhaps {name}" in quick.refused(path)
    assert list(quick.rows(path, "--encoding", encoding)["name"]) == ["Liévin"]


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-1", "iso-8859-15", "utf-8", "cp850"])
def test_kml_is_read_in_the_encoding_that_it_declares(quick, tmp_path, encoding):
    mark = "<Placemark><name>Liévin</name><Point><coordinates>2.8,50.4</coordinates></Point></Placemark>"
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{mark}</Document></kml>'
    path = tmp_path / "a.kml"
    path.write_bytes(f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding))
    assert list(quick.rows(path)["name"]) == ["Liévin"]


def test_the_word_of_the_user_wins_over_the_declaration_of_kml(quick, tmp_path):
    mark = "<Placemark><name>Liévin</name><Point><coordinates>2.8,50.4</coordinates></Point></Placemark>"
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{mark}</Document></kml>'
    path = tmp_path / "a.kml"
    path.write_bytes(f'<?xml version="1.0" encoding="ISO-8859-1"?>{text}'.encode("cp850"))
    assert list(quick.rows(path, "--encoding", "cp850")["name"]) == ["Liévin"]
