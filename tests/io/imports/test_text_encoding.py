"""The encoding of a text is what the text looks like, weighed with what the file states; the user's word wins."""

import struct
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

TEXTS = {
    "French": ["Béthune", "Liévin", "Hénin-Beaumont, sans pépinière", "BÉTHUNE", "l’Œuvre"],
    "Portuguese": ["São João da Pesqueira", "mineração", "Itabira: pão e água", "TERRITÓRIO", "ém três préstimos"],
    "Polish": ["Hałda Łaziska", "Łódź", "Świętochłowice", "Żory źródło ąę"],
    "Czech": ["Ostrava-Přívoz", "Důl Michálkovice", "Třinec žluťoučký kůň"],
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


def pairs(*encodings):
    """Return each language with each encoding that can write it."""
    return [(language, own) for own in encodings for language in TEXTS if without(TEXTS[language], own)]


@pytest.mark.parametrize(("language", "encoding"), pairs("utf-8", "cp1252", "iso8859-1", "cp850", "cp437", "mac_roman"))
def test_a_table_that_states_nothing_is_read_by_its_look(read, tmp_path, language, encoding):
    texts = without(TEXTS[language], encoding)
    assert list(read(shapefile(tmp_path, texts, encoding)).rows["name"]) == texts


@pytest.mark.parametrize(
    ("byte", "encoding"), [(0x02, "cp850"), (0x01, "cp437"), (0x03, "cp1252"), (0x04, "mac_roman")]
)
def test_the_language_byte_of_the_table_is_heard(read, tmp_path, byte, encoding):
    texts = without(TEXTS["French"], encoding)
    assert list(read(shapefile(tmp_path, texts, encoding, language=byte)).rows["name"]) == texts


@pytest.mark.parametrize("cpg", ["1252", "ISO-8859-1", "8859-1", "88591", "ANSI 1252", "OEM", "437", "nonsense"])
def test_a_statement_that_the_text_contradicts_is_said(read, tmp_path, cpg):
    found = read(shapefile(tmp_path, TEXTS["French"], "utf-8", cpg=cpg))
    assert list(found.rows["name"]) == TEXTS["French"]
    assert ("its texts are UTF-8" in found.said) == (cpg not in {"OEM", "nonsense"})


@pytest.mark.parametrize(
    ("cpg", "encoding"), [("UTF-8", "utf-8"), ("65001", "utf-8"), ("1252", "cp1252"), ("850", "cp850")]
)
def test_a_statement_that_the_text_bears_out_is_no_matter(read, tmp_path, cpg, encoding):
    texts = without(TEXTS["French"], encoding)
    found = read(shapefile(tmp_path, texts, encoding, cpg=cpg))
    assert list(found.rows["name"]) == texts
    assert "The file states" not in found.said


@pytest.mark.parametrize("options", [{}, {"encoding": "UTF-8"}])
def test_one_character_cut_by_its_column_spoils_no_other(read, tmp_path, options):
    texts = ["Liévin", "Béthune", "Terrils ét"]
    path = shapefile(tmp_path, [*texts[:2], "Terrils été"], "utf-8", cpg="UTF-8", width=12)
    found = read(path, **options)
    assert list(found.rows["name"]) == texts
    assert "Characters cut by the width of their column, left out: 1." in found.said


def test_the_word_of_the_user_wins(read, tmp_path):
    path = shapefile(tmp_path, ["Béthune"], "cp850")
    assert list(read(path, encoding="cp1252").rows["name"]) == ["B\u201athune"]


def csv(path: Path, texts, encoding):
    rows = "".join(f"{text};2.8;50.4\n" for text in texts)
    path.write_bytes(f"name;lon;lat\n{rows}".encode(encoding))
    return path


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        *pairs("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
        *pairs("cp1252", "cp850", "mac_roman", "cp1250", "iso8859-2", "cp852"),
    ],
)
def test_a_csv_file_is_read_by_its_look(read, tmp_path, language, encoding):
    texts = without(TEXTS[language], encoding)
    assert list(read(csv(tmp_path / "a.csv", texts, encoding)).rows["name"]) == texts


def test_two_readings_are_shown_for_the_user_to_compare(read, tmp_path):
    found = read(csv(tmp_path / "a.csv", ["Béthune", "Liévin"], "mac_roman"))
    assert "Texts read as MAC-ROMAN: Béthune, Liévin. As CP1252 they would be: BŽthune, LiŽvin." in found.said
    assert "Another encoding is given with --encoding." in found.said


@pytest.mark.parametrize("encoding", ["cp1252", "cp850"])
def test_a_reading_with_the_same_words_is_no_other_reading(read, tmp_path, encoding):
    found = read(csv(tmp_path / "a.csv", ["Béthune", "Liévin"], encoding))
    assert "they would be: Béthune" not in found.said


def test_one_damaged_character_leaves_the_others(read, tmp_path):
    path = csv(tmp_path / "a.csv", [*(f"Liévin {number}" for number in range(20)), "Bxthune"], "utf-8")
    path.write_bytes(path.read_bytes().replace(b"Bxthune", b"B\xe9thune"))
    found = read(path)
    names = set(found.rows["name"])
    assert {"Liévin 0", "Liévin 19", "B�thune"} <= names
    assert "Characters that are not UTF-8, shown as �: 1." in found.said


def geojson(path, text, encoding):
    point = '{"type": "Point", "coordinates": [2.8, 50.4]}'
    feature = f'{{"type": "Feature", "properties": {{"name": "{text}"}}, "geometry": {point}}}'
    path.write_bytes(f'{{"type": "FeatureCollection", "features": [{feature}]}}'.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
def test_geojson_that_is_not_utf8_is_asked_about_with_the_likely_encoding_first(read, tmp_path, encoding):
    path = geojson(tmp_path / "a.geojson", "Liévin", encoding)
    name = encoding.upper().replace("_", "-")
    assert f"the text is not UTF-8; give its encoding with --encoding, perhaps {name}" in read(path).question
    assert list(read(path, encoding=encoding).rows["name"]) == ["Liévin"]


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-1", "iso-8859-15", "utf-8", "cp850"])
def test_kml_is_read_in_the_encoding_that_it_declares(read, tmp_path, encoding):
    mark = "<Placemark><name>Liévin</name><Point><coordinates>2.8,50.4</coordinates></Point></Placemark>"
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{mark}</Document></kml>'
    path = tmp_path / "a.kml"
    path.write_bytes(f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding))
    assert list(read(path).rows["name"]) == ["Liévin"]


def test_the_word_of_the_user_wins_over_the_declaration_of_kml(read, tmp_path):
    mark = "<Placemark><name>Liévin</name><Point><coordinates>2.8,50.4</coordinates></Point></Placemark>"
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{mark}</Document></kml>'
    path = tmp_path / "a.kml"
    path.write_bytes(f'<?xml version="1.0" encoding="ISO-8859-1"?>{text}'.encode("cp850"))
    assert list(read(path, encoding="cp850").rows["name"]) == ["Liévin"]


@pytest.mark.parametrize("declared", ["UTF-8", None, "x-nothing"])
def test_kml_in_another_encoding_than_it_declares_is_asked_about(read, tmp_path, declared):
    mark = "<Placemark><name>Liévin</name><Point><coordinates>2.8,50.4</coordinates></Point></Placemark>"
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{mark}</Document></kml>'
    first = f' encoding="{declared}"' if declared else ""
    path = tmp_path / "a.kml"
    path.write_bytes(f'<?xml version="1.0"{first}?>{text}'.encode("cp1252"))
    assert "give its encoding with --encoding, perhaps CP1252" in read(path).question
    assert list(read(path, encoding="cp1252").rows["name"]) == ["Liévin"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_geojson_of_wide_characters_is_read(read, tmp_path, encoding):
    assert list(read(geojson(tmp_path / "a.geojson", "Liévin", encoding)).rows["name"]) == ["Liévin"]
