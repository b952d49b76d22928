from atlas.serve.disk_cache import stamp


def test_a_file_that_changes_however_deep_changes_the_mark_of_its_folder(tmp_path):
    deep = tmp_path / "one" / "two" / "three" / "four"
    deep.mkdir(parents=True)
    before = stamp(tmp_path)
    (deep / "module.py").write_text("1")
    assert stamp(tmp_path) != before


def test_what_python_compiles_of_a_file_changes_nothing(tmp_path):
    (tmp_path / "module.py").write_text("1")
    before = stamp(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "module.pyc").write_text("2")
    assert stamp(tmp_path) == before
