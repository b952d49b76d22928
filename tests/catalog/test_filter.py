import pytest

from atlas.catalog.filter import Filter, check_filter
from atlas.errors import ViewError


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (Filter("slag_heaps", "colour", "missing"), "slag_heaps.colour__missing: slag_heaps has no field 'colour'"),
        (Filter("slag_heaps", "form", "in", ("round",)), "slag_heaps.form: no value 'round'; choose one of"),
        (Filter("slag_heaps", "form", "gte", bound=1), "slag_heaps.form__gte: gte goes with numbers and years"),
        (Filter("slag_heaps", "area_ha", "in", ("big",)), "slag_heaps.area_ha: 'big' is not a number"),
        (Filter("slag_heaps", "commune_with_classified_site", "in", ("yes",)), "choose one of true, false"),
    ],
)
def test_a_filter_that_cannot_be_answered_names_its_key(catalog, condition, sentence):
    with pytest.raises(ViewError) as error:
        check_filter(condition, catalog["slag_heaps"])
    assert sentence in str(error.value)
