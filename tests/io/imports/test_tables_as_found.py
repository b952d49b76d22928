"""Tables as people save them: titles above, merged cells, zeros in a format, quotes that are never closed."""

import openpyxl
import pytest

ROWS = [["Rieulay", "Pecquencourt", 53.03], ["Loos", "Loos-en-Gohelle", 31], ["Haillicourt", "Bruay", 7.5]]
NAMES = ["nom", "commune", "surface"]


def lines(path, *rows, text=None):
    path.write_text(text or "\n".join(rows) + "\n", encoding="utf-8")
    return path


def workbook(path, rows, *, formats=None, merged=()):
    """Write a sheet; `formats` gives cells their number format, `merged` are areas."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, form in (formats or {}).items():
        book.active[cell].number_format = form
    for area in merged:
        book.active.merge_cells(area)
    book.save(path)
    return path


def test_lines_above_the_names_of_a_csv_file_are_said(quick, tmp_path):
    body = [";".join(map(str, row)) for row in [NAMES, *ROWS]]
    path = lines(tmp_path / "a.csv", "Inventaire des terrils", "source : DREAL", "", *body)
    rows = quick.rows(path)
    assert list(rows["nom"]) == ["Rieulay", "Loos", "Haillicourt"]
    assert "lines above them, left out: 2." in quick.said


def test_lines_above_the_names_of_a_sheet_are_said(quick, tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["Inventaire des terrils"], [], NAMES, *ROWS])
    assert list(quick.rows(path)["surface"]) == [53.03, 31, 7.5]
    assert "lines above them, left out: 1." in quick.said


def test_a_table_with_blanks_in_its_first_row_has_no_title(quick, tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["nom", None, "surface"], *ROWS])
    assert list(quick.rows(path)["nom"]) == ["Rieulay", "Loos", "Haillicourt"]
    assert "lines above" not in quick.said


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_first_line_may_state_the_delimiter(quick, tmp_path, delimiter):
    rows = [delimiter.join(["nom", "note"]), delimiter.join(["a", "b: c"])]
    assert list(quick.rows(lines(tmp_path / "a.csv", f"sep={delimiter}", *rows))["note"]) == ["b: c"]


def test_lines_quoted_as_a_whole_are_rows(quick, tmp_path):
    path = lines(tmp_path / "a.csv", '"nom;commune;surface"', '"Rieulay;Pecquencourt;53"', '"Loos;""Loos"";31"')
    rows = quick.rows(path)
    assert (list(rows["commune"]), list(rows["surface"])) == (["Pecquencourt", "Loos"], [53, 31])


def test_a_merged_cell_has_its_value_in_every_row(quick, tmp_path):
    rows = [["nom", "commune"], ["A", "Lens"], ["B", None], ["C", None], ["D", "Liévin"]]
    assert list(quick.rows(workbook(tmp_path / "a.xlsx", rows, merged=["B2:B4"]))["commune"]) == ["Lens"] * 3 + [
        "Liévin"
    ]
    assert "Cells that a merged cell covers, filled with its value: 2." in quick.said


def test_zeros_that_a_format_shows_are_kept(quick, tmp_path):
    rows = [["nom", "code"], ["Ambérieu", 1004], ["Lens", 62498]]
    path = workbook(tmp_path / "a.xlsx", rows, formats={"B2": "00000", "B3": "00000"})
    assert list(quick.rows(path)["code"]) == ["01004", "62498"]


def test_an_error_in_a_cell_is_no_value_and_spoils_no_column(quick, tmp_path):
    rows = quick.rows(workbook(tmp_path / "a.xlsx", [["nom", "surface"], ["a", 5.5], ["b", "#N/A"]]))
    assert rows["surface"].isna().to_list() == [False, True]
    assert "Cells with an error value such as #N/A, left blank: 1." in quick.said


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_quote_that_is_never_closed_takes_no_row_with_it(quick, tmp_path, end):
    text = end.join(["nom;commune", "A;Lens", 'B;"Liévin', "C;Loos", "D;Bruay", ""])
    rows = quick.rows(lines(tmp_path / "a.csv", text=text))
    assert dict(zip(rows["nom"], rows["commune"], strict=True)) == {
        "A": "Lens",
        "B": "Liévin",
        "C": "Loos",
        "D": "Bruay",
    }
    assert "A quote in line 3 is never closed" in quick.said


def test_a_cell_of_several_lines_stays_one_cell(quick, tmp_path):
    text = 'nom;note\nA;"une ligne\nune autre; avec un signe"\nB;rien\n'
    assert list(quick.rows(lines(tmp_path / "a.csv", text=text))["note"]) == [
        "une ligne\nune autre; avec un signe",
        "rien",
    ]


def test_a_large_file_with_one_open_quote_is_read_to_its_end(quick, tmp_path):
    body = [f"{number};Lens et ses environs" for number in range(60_000)]
    body[100] = '100;"Lens'
    rows = quick.rows(lines(tmp_path / "a.csv", "nom;commune", *body))
    assert len(rows) == 60_000


def test_a_delimiter_within_quotes_cuts_no_cell(quick, tmp_path):
    body = [f'{number},"POLYGON ((0 {number}, 1 1, 0 1))","a; b; c"' for number in range(1, 9)]
    rows = quick.rows(lines(tmp_path / "a.csv", "nom,forme,note", *body))
    assert list(rows["note"]) == ["a; b; c"] * 8


OPEN_QUOTES = {
    "two in a row": ('A,"x,1\nB,"y,2\nC,z,3\n', {"A": "x", "B": "y", "C": "z"}),
    "before a text of two lines": ('A,"x,1\nB,"a\nb",2\nC,z,3\n', {"A": "x", "B": "a\nb", "C": "z"}),
    "before a short line": ('A,x,1\nB,"y,2\nC,z\nD,w,4\n', {"A": "x", "B": "y", "C": "z", "D": "w"}),
    "before a delimiter in quotes": ('A,"x,1\nB,",",2\nC,",",3\nD,z,4\n', {"A": "x", "B": ",", "C": ",", "D": "z"}),
    "in the last line": ('A,x,1\nB,y,"2', {"A": "x", "B": "y"}),
    "none, a sign of inches": ('A,5" x,1\nB,y,2\n', {"A": '5" x', "B": "y"}),
    "none, a text of six lines": ('A,"1\n2\n3\n4\n5\n6",1\nB,y,2\n', {"A": "1\n2\n3\n4\n5\n6", "B": "y"}),
}


@pytest.mark.parametrize("case", OPEN_QUOTES)
def test_open_quotes_take_no_row_and_closed_ones_keep_theirs(read, tmp_path, case):
    text, expected = OPEN_QUOTES[case]
    found = read(lines(tmp_path / "a.csv", text=f"nom,note,n\n{text}"))
    assert dict(zip(found.rows["nom"], found.rows["note"], strict=True)) == expected
    assert found.findings.rows == len(expected)
    assert ("is never closed" in found.said) == (not case.startswith(("none", "in the last")))


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|", "^", "#", "~", ":", " ", "   "])
def test_the_delimiter_is_found(read, tmp_path, delimiter):
    rows = [delimiter.join(row) for row in (["nom", "lon", "lat"], ["A", "2.83", "50.43"], ["B", "2.8", "50.4"])]
    found = read(lines(tmp_path / "a.csv", *rows))
    assert list(found.rows["nom"]) in (["A", "B"], ["B", "A"])
    assert found.findings.placed == 2


def test_decimal_commas_are_no_delimiters(read, tmp_path):
    found = read(lines(tmp_path / "a.csv", "nom;lon;lat", "A;2,83;50,43", "B;2,8;50,4"))
    assert found.findings.placed == 2
    found = read(lines(tmp_path / "b.csv", "A;2,83;50,43", "B;2,8;50,4"), header="0")
    assert list(found.rows.columns) == ["column_1", "column_2", "column_3"]


DOUBTFUL = {
    "no names": ["A;2,83;50,43", "B;2,8;50,4"],
    "numbers for names": ["1;2.83;50.43", "2;2.8;50.4"],
    "names in two rows": ["nom;position;", ";lon;lat", "A;2,83;50,43", "B;2,8;50,4"],
    "a title as wide as the table": ["Titre;2024;Source", "nom;commune;lon;lat", "A;Lens;2,83;50,43", "B;Loos;2,8;50"],
}


@pytest.mark.parametrize("case", DOUBTFUL)
def test_names_in_doubt_are_asked_about_with_the_first_rows(read, tmp_path, case):
    path = lines(tmp_path / "a.csv", *DOUBTFUL[case])
    found = read(path)
    assert "give its number with --header" in found.question
    [question] = found.findings.questions
    assert [row[0] for row in question["rows"]] == [str(number) for number in range(1, len(DOUBTFUL[case]) + 1)]
    assert " | ".join(DOUBTFUL[case][0].split(";")[:2])[:6] in found.question.replace("  ", " ")
    assert read(path, header="0").findings.kept == len(DOUBTFUL[case])


CERTAIN = {
    "years": ["nom;2019;2020", "A;1;2"],
    "a number once": ["nom;1;note", "A;5;x", "B;6;y"],
    "no name for the first": [";nom;n", "1;A;2", "2;B;3"],
    "words alone": ["nom;commune", "A;Lens", "B;Loos"],
    "one row too long": ["nom;n", "A;1", "B;2;extra"],
}


@pytest.mark.parametrize("case", CERTAIN)
def test_names_that_are_certain_are_not_asked_about(read, tmp_path, case):
    assert read(lines(tmp_path / "a.csv", *CERTAIN[case])).question == ""


def test_the_word_of_the_user_says_where_the_names_stand(read, tmp_path):
    found = read(lines(tmp_path / "a.csv", *DOUBTFUL["a title as wide as the table"]), header="2")
    assert list(found.rows["nom"]) == ["A", "B"] or list(found.rows["nom"]) == ["B", "A"]
    assert found.findings.head[1][:2] == ["2", "nom"]


@pytest.mark.parametrize("answer", ["9", "x", "-1"])
def test_a_row_that_is_not_there_is_asked_about_again(read, tmp_path, answer):
    assert "--header" in read(lines(tmp_path / "a.csv", *DOUBTFUL["no names"]), header=answer).question


def test_the_command_line_shows_the_first_rows(quick, tmp_path):
    path = lines(tmp_path / "a.csv", "Inventaire", "nom;commune", "A;Lens")
    assert quick.run("import", path, "--as", "mine", "--preview").code == 0
    done = quick.run("import", lines(tmp_path / "b.csv", *DOUBTFUL["no names"]), "--as", "mine")
    assert (done.code, "1 | A | 2,83 | 50,43" in done.said) == (1, True)
    assert quick.run("import", path, "--as", "mine", "--preview", "--header", "2").code == 0


def test_formulas_that_no_spreadsheet_has_computed_are_counted(read, tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["nom", "n", "somme"], ["A", 1, "=B2+1"], ["B", 2, "=B3+1"]])
    found = read(path)
    assert "Formulas without a value, left blank: 2;" in found.said
    assert list(found.rows.columns) == ["nom", "n"]
