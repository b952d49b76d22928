import json

from atlas.__main__ import main


def test_the_catalogue_is_written_for_portals(tmp_path, catalog, capsys):
    out = tmp_path / "dcat.jsonld"
    assert main(["metadata", "--out", str(out), "--url", "https://atlas.example/"]) == 0
    described = json.loads(out.read_text(encoding="utf-8"))
    assert [dataset["dct:identifier"] for dataset in described["dcat:dataset"]] == list(catalog)
    assert described["@id"] == "https://atlas.example/#catalog"
    assert capsys.readouterr().out == ""


def test_another_ending_is_refused_in_a_sentence(tmp_path, capsys):
    assert main(["metadata", "--out", str(tmp_path / "dcat.xml")]) == 1
    assert "no format for this ending; choose one of .jsonld, .json" in capsys.readouterr().err
