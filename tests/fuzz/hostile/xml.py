"""XML with entities, without bottom, cut short."""

import io
import zipfile

import openpyxl

from tests.fuzz.hostile.makers import KML, MARK, archive, refused, secret, text


@refused
def entity_of_another_file(folder):
    head = f'<!DOCTYPE kml [<!ENTITY x SYSTEM "file://{secret(folder)}">]>'
    return text(folder, "a.kml", head + KML.format(MARK.format("&x;")))


@refused
def entity_of_the_web(folder):
    head = '<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/x.dtd">'
    return text(folder, "a.kml", head + KML.format(MARK.format("x")))


@refused
def billion_laughs(folder):
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return text(folder, "a.kml", f"<!DOCTYPE kml [{entities}]>" + KML.format(MARK.format("&a9;")))


@refused
def quadratic_entities(folder):
    head = f'<!DOCTYPE gpx [<!ENTITY a "{"a" * 50_000}">]>'
    return text(folder, "a.gpx", f"{head}<gpx><wpt lat='1' lon='1'><name>{'&a;' * 5000}</name></wpt></gpx>")


@refused
def laughs_in_an_archive(folder):
    entities = '<!ENTITY a "ha"><!ENTITY b "&a;&a;">'
    return archive(folder, {"doc.kml": f"<!DOCTYPE kml [{entities}]>" + KML.format(MARK.format("&b;"))}, name="a.kmz")


@refused
def entities_in_a_spreadsheet(folder):
    frame_ = io.BytesIO()
    openpyxl.Workbook().save(frame_)
    with zipfile.ZipFile(frame_) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    sheet = next(name for name in parts if "sheet1" in name)
    parts[sheet] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts[sheet].split(b"?>", 1)[-1]
    return archive(folder, parts, name="a.xlsx")


@refused
def bottomless_xml(folder):
    return text(folder, "a.kml", KML.format("<Folder>" * 20_000 + "</Folder>" * 20_000))


@refused
def xml_cut_short(folder):
    return text(folder, "a.kml", KML.format(MARK.format("x"))[:-30])


@refused
def xml_of_another_kind(folder):
    return text(folder, "a.gpx", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")


@refused
def xml_in_an_alphabet_that_is_none(folder):
    return text(folder, "a.kml", "<?xml version='1.0' encoding='utf-99'?>" + KML.format(MARK.format("x")))
