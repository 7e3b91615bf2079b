import subprocess
import sys

import pytest

import lbaviz.search
from lbaviz.errors import BadInput
from lbaviz.search import journal
from lbaviz.search.storage import open_storage

optuna = pytest.importorskip("optuna", reason="Optuna: pip install '.[test]'")


def begun(path):
    study = optuna.create_study(storage=open_storage(path), study_name="search")
    study.add_trial(optuna.trial.create_trial(value=1.0))
    return study


@pytest.mark.parametrize("rest", [b'{"op_co', b"x", b'{"op_code":0'])
def test_what_a_killed_writer_left_of_a_line_does_not_make_a_journal_unreadable(tmp_path, rest):
    path = tmp_path / "search.log"
    begun(path)
    with path.open("ab") as file:
        file.write(rest)
    study = optuna.load_study(study_name="search", storage=open_storage(path))
    study.add_trial(optuna.trial.create_trial(value=2.0))
    again = optuna.load_study(study_name="search", storage=open_storage(path))
    assert [trial.value for trial in again.trials] == [1.0, 2.0]


def test_a_line_longer_than_a_block_is_cut_whole(tmp_path):
    path = tmp_path / "search.log"
    begun(path)
    whole = path.read_bytes()
    path.write_bytes(whole + b"x" * (2 * journal.BLOCK + 1))
    lock = journal.Lock(path)
    lock.acquire()
    lock.release()
    assert path.read_bytes() == whole


HOLD = """
import signal, sys
from pathlib import Path
from lbaviz.search.journal import Lock
lock = Lock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
signal.pause()
"""


def test_a_killed_holder_keeps_nobody_waiting(tmp_path):
    path = tmp_path / "search.log"
    path.touch()
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        holder.kill()
    lock = journal.Lock(path)
    assert lock.acquire()  # at once: Optuna's own waits for half a minute, and the test's limit is the judge
    lock.release()


@pytest.mark.parametrize(
    "content", [b"SQLite format 3\0", b"a,b\n1,2\n", b'{"no": "op"}\n', b"[1]\n", b"\xff\xfe\n", b"text"]
)
def test_a_file_that_is_no_journal_is_refused_and_stays_as_it_is(tmp_path, content):
    path = tmp_path / "run.lba"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"run.lba is no journal of a search: name another file with --storage"):
        open_storage(path)
    assert path.read_bytes() == content


def test_other_places_without_a_search_are_refused(tmp_path):
    with pytest.raises(BadInput, match=r"is a folder: give the name of a file in it, as .*search.log"):
        open_storage(tmp_path)
    with pytest.raises(BadInput, match=r"cannot be written \(No such file or directory\)"):
        open_storage(tmp_path / "nowhere" / "search.log")
    with pytest.raises(BadInput, match="does not exist: give the --storage of a search"):
        lbaviz.search.open(tmp_path / "none.log")
    assert not (tmp_path / "none.log").exists()
    begun(tmp_path / "search.log")
    with pytest.raises(BadInput, match=r"has no study 'other' \(it has search\)"):
        lbaviz.search.open(tmp_path / "search.log", "other")
    with pytest.raises(BadInput, match=r"the study 'search' in .* is not lbaviz's"):
        lbaviz.search.open(tmp_path / "search.log")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://nobody:secret@127.0.0.1:1/none", r"postgresql://nobody:\*\*\*@127.0.0.1:1/none does not answer"),
        ("nosuchbase://host/x", "nosuchbase://host/x is no address of a database: write postgresql://"),
    ],
)
def test_a_database_that_does_not_answer_is_said_without_its_password(url, sentence):
    with pytest.raises(BadInput, match=sentence) as refused:
        open_storage(url)
    assert "secret" not in str(refused.value)
