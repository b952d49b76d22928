import numpy as np
import pandas as pd

from atlas.io.memo import LEAST_ROWS, remember


def counted(calls):
    def make():
        calls.append(1)
        return len(calls)

    return make


def test_a_question_to_a_large_frame_is_answered_once():
    frame, calls = pd.DataFrame({"a": np.arange(LEAST_ROWS)}), []
    assert [remember(frame, "a", counted(calls)) for _ in range(3)] == [1, 1, 1]
    assert remember(frame, "b", counted(calls)) == 2


def test_a_small_frame_is_asked_each_time():
    frame, calls = pd.DataFrame({"a": np.arange(LEAST_ROWS - 1)}), []
    assert [remember(frame, "a", counted(calls)) for _ in range(2)] == [1, 2]


def test_an_equal_frame_is_another_one():
    frame, calls = pd.DataFrame({"a": np.arange(LEAST_ROWS)}), []
    assert remember(frame, "a", counted(calls)) == 1
    assert remember(frame.copy(), "a", counted(calls)) == 2


def test_what_is_remembered_goes_with_its_frame():
    answer = np.zeros(3)
    for _ in range(50):
        frame = pd.DataFrame({"a": np.arange(LEAST_ROWS)})
        # Whatever address the frame has taken over, nothing is known of it.
        assert remember(frame, "a", lambda: 1) == 1
        remember(frame, "a", lambda: answer)
        del frame


def test_old_answers_make_room():
    frame, calls = pd.DataFrame({"a": np.arange(LEAST_ROWS)}), []
    first = remember(frame, 0, counted(calls))
    for key in range(1, 100):
        remember(frame, key, counted(calls))
    assert remember(frame, 99, counted(calls)) == 100
    assert remember(frame, 0, counted(calls)) != first
