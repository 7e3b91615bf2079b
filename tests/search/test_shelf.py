from types import SimpleNamespace

import pytest

from lbaviz.search.shelf import AGAIN, FAILED, Shelf


def shelf(*states: str) -> Shelf:
    """Attempts in order; "FAIL again 1": at trial 1 again; "FAIL failed": the training itself failed."""
    attempts = []
    for number, words in enumerate(states):
        state, *more = words.split()
        attributes = {AGAIN: int(more[1])} if more[:1] == ["again"] else {FAILED: "why"} if more else {}
        attempts.append(SimpleNamespace(number=number, state=SimpleNamespace(name=state), user_attrs=attributes))
    return Shelf(attempts)


def test_the_nth_first_attempt_is_at_trial_n_whatever_was_made_again_between():
    found = shelf("FAIL", "COMPLETE", "COMPLETE again 0", "RUNNING", "WAITING again 0")
    assert [found.trial_of(number) for number in range(5)] == [0, 1, 0, 2, 0]
    assert found.first == 3 and found.finished(0).number == 2


@pytest.mark.parametrize(
    ("states", "finished", "lost"),
    [
        (["COMPLETE", "RUNNING", "FAIL"], 1, [2]),  # killed or interrupted
        (["COMPLETE", "FAIL", "WAITING again 1"], 1, []),
        (["COMPLETE", "FAIL", "RUNNING again 1"], 1, []),
        (["COMPLETE", "FAIL", "FAIL again 1"], 1, [1]),  # killed a second time
        (["COMPLETE", "FAIL", "COMPLETE again 1"], 2, []),
        (["COMPLETE", "FAIL failed"], 2, []),  # a training that fails would fail again
        (["COMPLETE", "PRUNED"], 1, [1]),  # begun by two beyond the last, and then more were wanted
        ([], 0, []),
    ],
)
def test_what_is_finished_and_what_is_lost(states, finished, lost):
    assert (shelf(*states).count(9), shelf(*states).lost(9)) == (finished, lost)


def test_trials_beyond_the_last_do_not_count():
    found = shelf("COMPLETE", "COMPLETE", "FAIL")
    assert found.count(1) == 1 and found.lost(2) == [] and found.lost(3) == [2]


def test_of_two_that_make_a_trial_again_at_one_time_the_later_is_one_too_many():
    found = shelf("FAIL", "RUNNING again 0", "RUNNING again 0")
    assert [found.is_double(number) for number in range(3)] == [False, False, True]
    assert not shelf("FAIL", "FAIL again 0", "RUNNING again 0").is_double(2)
    assert shelf("FAIL", "COMPLETE again 0", "RUNNING again 0").is_double(2)
