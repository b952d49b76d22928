import pickle

from atlas.errors import LayerDataError, StoryError


def test_an_error_reaches_another_process_as_it_is():
    inner = LayerDataError("file_missing", path="layers/a.parquet")
    error = StoryError("story_unreadable", where="mine.md", problem=inner)
    received = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(received) is StoryError
    assert (received.key, str(received), received.text("fr")) == (error.key, str(error), error.text("fr"))
