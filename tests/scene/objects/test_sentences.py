"""The sentence that a card opens with, of every object of every shipped layer."""

import math
import re

import pytest

from atlas.catalog import open_catalog, shipped_layers
from atlas.i18n import LANGUAGES
from atlas.io.atlas import open_atlas
from atlas.scene.objects.object_row import object_row, object_rows
from atlas.scene.objects.sentence import lowered, write_sentence
from tests.own_layers import write_own_layer

CATALOG = open_catalog(shipped_layers())
# Of a layer of many rows, as many as differ.
MOST = 25


@pytest.mark.parametrize("layer_id", list(CATALOG))
def test_the_sentence_of_every_object_is_whole_in_every_language(atlas, layer_id):
    layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]
    some = gdf.iloc[:: max(1, len(gdf) // MOST)]
    written = ([write_sentence(layer, gdf, row, lang) for row in object_rows(layer, some, lang)] for lang in LANGUAGES)
    for row, *sentences in zip(some.index, *written, strict=True):
        for sentence in sentences:
            assert len(sentence) > 10, row
            assert sentence.endswith("."), sentence
            assert not re.search(r"\bNone\b(?! of its)|\bnan\b|<NA>|[{}]|  |\.\.(?!\.)| [,.]|,,|,\.", sentence), (
                sentence
            )
        assert len(set(sentences)) == len(LANGUAGES), sentences


@pytest.mark.slow
@pytest.mark.parametrize("layer_id", [layer.id for layer in CATALOG.values() if layer.id != "basemap"])
def test_the_sentences_of_all_rows(atlas, layer_id):
    layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]
    for lang in LANGUAGES:
        for values in object_rows(layer, gdf, lang):
            sentence = write_sentence(layer, gdf, values, lang)
            assert sentence.endswith("."), sentence
            assert not re.search(r"\bNone\b(?! of its)|\bnan\b|<NA>|[{}]|  |\.\.(?!\.)| [,.]|,,|,\.", sentence), (
                sentence
            )


HEAP = {
    "fr": "Rieulay (T144) est un terril plat à Rieulay et à Pecquencourt, de 53,03 ha. L’inscription au "
    "patrimoine mondial le comprend.",
    "en": "Rieulay (T144) is a flat slag heap in Rieulay and Pecquencourt, of 53.03 ha. It is part of the World"
    " Heritage inscription.",
    "pt": "Rieulay (T144) é uma escombreira plana em Rieulay e Pecquencourt, com 53,03 ha. Faz parte da "
    "inscrição no Património Mundial.",
}
LOST = {
    "fr": "Cavalier de l'Écluse (T236) est un terril, dans une commune inconnue, de surface inconnue. Son état "
    "n’est pas vérifié. Sa position est inconnue.",
    "en": "Cavalier de l'Écluse (T236) is a slag heap, in an unknown commune, of unknown area. Its state is not"
    " verified. Its position is unknown.",
    "pt": "Cavalier de l'Écluse (T236) é uma escombreira, num município desconhecido, de área desconhecida. O "
    "seu estado não está verificado. A sua posição é desconhecida.",
}
LENS = {
    "fr": "Lens est une sous-préfecture de 32 920 habitants en 2023, sur 11,67 km². Son intercommunalité est CA"
    " de Lens - Liévin.",
    "en": "Lens is a sub-prefecture of 32,920 inhabitants in 2023, on 11.67 km². Its inter-municipal body is CA"
    " de Lens - Liévin.",
    "pt": "Lens é uma subprefeitura com 32 920 habitantes em 2023, em 11,67 km². A sua intermunicipalidade é CA"
    " de Lens - Liévin.",
}


@pytest.mark.parametrize(
    ("layer_id", "row", "sentences"),
    [("slag_heaps", "t144", HEAP), ("slag_heaps", "t236", LOST), ("communes", "62498", LENS)],
)
def test_what_is_known_is_said_and_what_is_not_is_said_too(atlas, layer_id, row, sentences):
    layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]
    for lang, sentence in sentences.items():
        assert (
            re.sub("[\u00a0\u202f]", " ", write_sentence(layer, gdf, object_row(layer, gdf, row, lang), lang))
            == sentence
        )


def test_a_layer_of_a_reader_has_a_sentence_of_its_first_values(tmp_path):
    write_own_layer(tmp_path, "mine", sizes=(3.2, math.nan))
    atlas = open_atlas(tmp_path)
    layer, gdf = atlas.catalog["mine"], atlas.frames["mine"]
    assert [write_sentence(layer, gdf, object_row(layer, gdf, "row 0", lang), lang) for lang in LANGUAGES] == [
        "row 0 est un objet de «\u00a0Couche mine\u00a0». Taille : 3,2\u00a0ha.",
        "row 0 is an object of “Layer mine”. Size: 3.2\u00a0ha.",
        "row 0 é um objeto de «Camada mine». Tamanho: 3,2\u00a0ha.",
    ]
    unknown = write_sentence(layer, gdf, object_row(layer, gdf, "row 1", "en"), "en")
    assert unknown == "row 1 is an object of “Layer mine”. None of its values is known."


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("Open air museum", "open air museum"),
        ("UNESCO site", "UNESCO site"),
        ("World Heritage salt mine", "World Heritage salt mine"),
        ("Country: Mexico", "country: Mexico"),
        ("Pays : Lituanie", "pays : Lituanie"),
        ("Avant 1800", "avant 1800"),
    ],
)
def test_a_title_inside_a_sentence_keeps_the_capitals_of_names(title, inside):
    assert lowered(title) == inside


def test_every_shipped_layer_says_what_its_objects_are():
    assert [layer.id for layer in CATALOG.values() if not layer.noun and not (layer.card and layer.card.head)] == []
