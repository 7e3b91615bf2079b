"""Damaged recordings: whatever is asked of them, the answer is one sentence and exit code 2, or what is still whole."""

import random
import sqlite3
import time
from pathlib import Path
from shutil import copyfile

import pytest

import lbaviz
from lbaviz.cli import main
from lbaviz.errors import BadInput
from lbaviz.recording import Recording
from lbaviz.session import resume


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "run.lba"
    lbaviz.fit("association", "digits", steps=4, evaluate_every=2, frame_every=1, checkpoint_every=2, record=path)
    return path.read_bytes()


def commands(path: Path) -> list[list[str]]:
    folder = path.parent
    return [
        ["info", str(path)],
        ["info", str(path), "--json"],
        ["copy", str(path), str(folder / "copy.lba")],
        ["export", str(path), str(folder / "out.html"), "--force"],
        ["set", str(path), "visit_weight=0.3"],
        ["train", "--resume", str(path), "--steps", "4"],
    ]


def cut(data: bytes) -> dict[str, bytes]:
    noise = random.Random(0)
    return {
        "empty": b"",
        "one byte": data[:1],
        "header only": data[:100],
        "half": data[: len(data) // 2],
        "all but the last page": data[:-4096],
        "noise": noise.randbytes(50_000),
        "header and noise": data[:100] + noise.randbytes(len(data) - 100),
        "noise in the middle": data[: len(data) // 2] + noise.randbytes(8192) + data[len(data) // 2 + 8192 :],
        "zeros after the first page": data[:4096] + bytes(len(data) - 4096),
        "first page gone": bytes(4096) + data[4096:],
        "text": b"hello " * 1000,
    }


@pytest.mark.parametrize("kind", list(cut(bytes(20_000))))
def test_a_cut_or_overwritten_file_is_one_sentence_for_every_command(kind, whole, tmp_path, capsys):
    path = tmp_path / "run.lba"
    data = cut(whole)[kind]
    for arguments in [*commands(path), ["watch", str(path), "--no-browser"]]:
        if arguments[0] == "watch" and kind == "noise in the middle":
            continue  # it may be able to show the rest, and would serve it
        path.write_bytes(data)
        capsys.readouterr()
        code, err = main(arguments), capsys.readouterr().err
        lines = [line for line in err.splitlines() if line.startswith("lbaviz: ")]
        assert code == 2 or (kind == "noise in the middle" and code == 0), (arguments, err)
        assert "Traceback" not in err and "mistake in lbaviz" not in err
        assert code == 0 or (len(lines) == 1 and path.name in lines[0]), (arguments, err)
        assert path.read_bytes() == data or arguments[0] == "train"
    assert not list(tmp_path.glob("copy.lba*")) or kind == "noise in the middle"


def test_damage_anywhere_is_never_a_traceback(whole, tmp_path, capsys):
    noise, path = random.Random(7), tmp_path / "run.lba"
    for trial in range(60):
        data = bytearray(whole)
        for _ in range(noise.choice((1, 4, 40))):
            at, length = noise.randrange(100, len(data)), noise.choice((1, 8, 100))
            data[at : at + length] = noise.randbytes(len(data[at : at + length]))
        arguments = noise.choice(commands(path))
        for other in tmp_path.iterdir():
            other.unlink()
        path.write_bytes(data)
        code, err = main(arguments), capsys.readouterr().err
        assert code in (0, 1, 2) and "Traceback" not in err, (trial, arguments, err)
        assert "mistake in lbaviz" not in err, (trial, arguments, err)


def test_a_copy_of_a_damaged_recording_is_refused_and_leaves_nothing(whole, tmp_path):
    path = tmp_path / "run.lba"
    copyfile_bytes = bytearray(whole)
    connection_page = whole.find(b"CREATE TABLE") // 4096  # page 1 holds the schema; damage one far behind it
    at = max(connection_page + 5, len(whole) // 4096 // 2) * 4096
    copyfile_bytes[at : at + 4096] = random.Random(1).randbytes(4096)
    path.write_bytes(copyfile_bytes)
    try:
        lbaviz.recording.copy(path, tmp_path / "copy.lba")
    except BadInput as error:
        assert "is damaged" in str(error) and not (tmp_path / "copy.lba").exists()


@pytest.mark.parametrize("key", ["about", "config", "environment"])
def test_a_changed_letter_in_the_configuration_is_found(key, whole, tmp_path):
    path = tmp_path / "run.lba"
    path.write_bytes(whole)
    with sqlite3.connect(path) as connection:
        (text,) = connection.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
        connection.execute("UPDATE meta SET value = ? WHERE key = ?", [text.replace("0", "1", 1), key])
    with pytest.raises(BadInput, match=f"the checksum of '{key}' differs"):
        Recording(path)


def test_a_changed_bit_of_a_weight_is_found_and_an_earlier_checkpoint_still_serves(whole, tmp_path):
    path = tmp_path / "run.lba"
    path.write_bytes(whole)
    with sqlite3.connect(path) as connection:
        (data,) = connection.execute("SELECT data FROM checkpoints WHERE step = 4").fetchone()
        damaged = bytearray(data)
        damaged[len(data) // 2] ^= 1
        connection.execute("UPDATE checkpoints SET data = ? WHERE step = 4", [bytes(damaged)])
    before = path.read_bytes()
    with pytest.raises(BadInput, match=r"a checkpoint is damaged in .*: branch from an earlier step"):
        resume(path, steps=6)
    assert path.read_bytes() == before
    assert lbaviz.open(path).branch(2, steps=4).steps == 4


def test_a_recording_without_its_configuration_is_none(whole, tmp_path):
    path = tmp_path / "run.lba"
    path.write_bytes(whole)
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM meta WHERE key = 'about'")
    with pytest.raises(BadInput, match="cannot be read"):
        lbaviz.open(path)


def test_a_newer_version_is_refused_by_every_command(whole, tmp_path, capsys):
    path = tmp_path / "run.lba"
    path.write_bytes(whole)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    for arguments in commands(path):
        assert main(arguments) == 2
        assert "has format 99, newer than 2: update lbaviz to read it" in capsys.readouterr().err


def test_what_others_write_into_the_commands_stops_no_run(tmp_path):
    path = tmp_path / "run.lba"
    session = lbaviz.start("association", "digits", steps=10, paused=True, evaluate_every=0, record=path)
    session.wait()
    rows = ["{", "[1]", "7", "null", '{"kind": "set", "knob": ["x"]}', '{"kind": "step", "n": true}', '{"kind": []}']
    rows += [
        '{"kind": "pace", "value": NaN}',
        '{"kind": "reset", "seed": "x"}',
        '{"kind": "set", "knob": "visit_weight"}',
    ]
    with sqlite3.connect(path, timeout=10) as connection:
        connection.executemany("INSERT INTO commands(command, time) VALUES (?, 0)", [[row] for row in rows])
    Recording(path).command({"kind": "resume"})
    end = time.monotonic() + 60
    while session.state != "finished" and time.monotonic() < end:
        time.sleep(0.01)
    assert session.wait().steps == 10


def test_a_recording_is_not_a_folder_nor_nothing(tmp_path, capsys):
    copyfile(__file__, tmp_path / "code.lba")
    for path, sentence in ((tmp_path, "is not a file"), (tmp_path / "no", "there is no file"), ("a" * 300, "too long")):
        for arguments in commands(Path(path)):
            assert main(arguments) == 2
            assert sentence in capsys.readouterr().err
