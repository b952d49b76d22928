from atlas.scene.query.formatting import write_date, write_number


def test_numbers_and_dates_are_formatted_in_the_language():
    assert write_number(1794.7, "fr", "km²") == "1\u202f794,7\u00a0km²"
    assert write_number(1794.7, "en", "km²") == "1,794.7\u00a0km²"
    assert write_number(1794.7, "pt", "km²") == "1\u00a0794,7\u00a0km²"
    assert write_number(0, "en") == "0"
    assert write_date("2009-04-23", "fr") == "23 avril 2009"
    assert write_date("2022-09", "fr") == "septembre 2022"
    assert write_date("2022-09-05", "pt") == "5 de setembro de 2022"
    assert write_date("1990", "en") == "1990"
    assert write_date("about January 2020", "en") == "about January 2020"
