import pytest

from atlas.analysis.countries import alpha2, country_name


@pytest.mark.parametrize(("code", "two"), [("FRA", "FR"), ("BFA", "BF"), ("CMR", "CM"), ("GBR", "GB"), ("GRC", "GR")])
def test_a_country_of_the_standard_has_two_letters(code, two):
    assert alpha2(code) == two


@pytest.mark.parametrize("code", ["", "FR", "fra", "XKX", "QUU", "SUN", "250", "ZZZ", "Fra"])
def test_what_is_no_country_of_the_standard_has_none(code):
    assert alpha2(code) is None


def test_every_country_of_the_network_is_one_and_has_a_name_in_three_languages(frames):
    codes = {code for layer in ("partner_cities", "partnerships", "twinnings") for code in frames[layer]["country"]}
    assert all(alpha2(code) for code in codes)
    for lang in ("fr", "en", "pt"):
        assert codes.isdisjoint({country_name(code, lang) for code in codes})
    assert country_name("XKX", "fr") == "XKX"
