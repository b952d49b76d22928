import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pandas as pd
import pytest

from atlas.io.memo import LEAST_ROWS, Memo, MemoStatistics, estimate_bytes, memoize_rows


def counted(calls):
    def make():
        calls.append(1)
        return len(calls)

    return make


def test_a_question_to_a_large_frame_is_answered_once():
    frame, calls = pd.DataFrame({"a": np.arange(LEAST_ROWS)}), []
    assert [memoize_rows(frame, "a", counted(calls)) for _ in range(3)] == [1, 1, 1]
    assert memoize_rows(frame, "b", counted(calls)) == 2


def test_a_small_frame_is_asked_each_time():
    frame, calls = pd.DataFrame({"a": np.arange(LEAST_ROWS - 1)}), []
    assert [memoize_rows(frame, "a", counted(calls)) for _ in range(2)] == [1, 2]


def test_an_equal_frame_is_another_one():
    frame, calls = pd.DataFrame({"a": np.arange(LEAST_ROWS)}), []
    assert memoize_rows(frame, "a", counted(calls)) == 1
    assert memoize_rows(frame.copy(), "a", counted(calls)) == 2


def test_what_is_remembered_goes_with_its_frame():
    answer = np.zeros(3)
    for _ in range(50):
        frame = pd.DataFrame({"a": np.arange(LEAST_ROWS)})
        # Whatever address the frame has taken over, nothing is known of it.
        assert memoize_rows(frame, "a", lambda: 1) == 1
        memoize_rows(frame, "a", lambda: answer)
        del frame


def test_the_least_recently_used_values_leave_when_the_bytes_are_spent():
    memo, frame, calls = Memo(limit_bytes=1_000), pd.DataFrame({"a": [1]}), []

    def made(size):
        return lambda: (calls.append(size), bytes(size))[1]

    for key in range(4):
        memo.get(frame, key, made(400))
    assert memo.statistics().size_bytes <= 1_000
    assert memo.statistics().evictions == 2
    memo.get(frame, 3, made(400))
    assert len(calls) == 4
    memo.get(frame, 0, made(400))
    assert len(calls) == 5


def test_long_keys_count_as_what_they_name_does():
    memo, frame = Memo(limit_bytes=10_000), pd.DataFrame({"a": [1]})
    for number in range(50):
        memo.get(frame, ("filter", f"{number:04}" * 1_000, None), lambda: True)
    assert memo.statistics().entries <= 2
    assert memo.statistics().size_bytes <= 10_000


def test_a_value_larger_than_the_limit_is_returned_and_not_kept():
    memo, frame = Memo(limit_bytes=10), pd.DataFrame({"a": [1]})
    assert memo.get(frame, "all", lambda: bytes(100)) == bytes(100)
    assert memo.statistics().entries == 0


def test_threads_that_ask_for_the_same_wait_for_the_one_that_computes():
    memo, frame, calls, together = Memo(), pd.DataFrame({"a": [1]}), [], Barrier(4)

    def make():
        calls.append(1)
        return len(calls)

    def ask():
        together.wait()
        return memo.get(frame, "one", make)

    with ThreadPoolExecutor(4) as pool:
        assert {job.result() for job in [pool.submit(ask) for _ in range(4)]} == {1}


def test_an_error_is_raised_to_who_asks_and_the_next_computes_again():
    memo, frame = Memo(), pd.DataFrame({"a": [1]})
    with pytest.raises(ZeroDivisionError):
        memo.get(frame, "one", lambda: 1 // 0)
    assert memo.get(frame, "one", lambda: 7) == 7


def test_values_go_with_their_owner():
    memo, frame = Memo(), pd.DataFrame({"a": [1]})
    memo.get(frame, "one", lambda: bytes(100))
    del frame
    gc.collect()
    assert memo.statistics() == MemoStatistics(entries=0, size_bytes=0, hits=0, misses=1, evictions=0)


@pytest.mark.parametrize("many", [10, 2_500, 100_000])
def test_the_size_of_a_sequence_is_estimated_within_a_tenth(many):
    names = [f"name of row {number % 10}" for number in range(many)]
    true = 64 + sum(8 + sys.getsizeof(name) for name in names)
    assert estimate_bytes(names) == pytest.approx(true, rel=0.1)
    assert estimate_bytes(dict.fromkeys(range(many), "x" * 100)) > 100 * many
