import json
import re
import subprocess
import sys
import threading
import time

import pytest

import lbaviz
from lbaviz.cli import main
from lbaviz.recording import Recording

TRAIN = ["train", "association", "--steps", "20", "--evaluate-every", "10", "--frame-every", "5"]


def run(capsys, *arguments) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    return (code, *capsys.readouterr())


def test_train_records_and_reports_last_beside_best_beside_labels_alone(tmp_path, capsys):
    path = tmp_path / "run.lba"
    code, out, err = run(capsys, *TRAIN, "--baseline", "--record", path, "--visit-weight", "0.5", "--seed", 3)
    assert code == 0
    assert "last weights" in out and "best weights by validation" in out and "labels alone: test error" in out
    assert "contains pictures of the data" in out and "Traceback" not in err
    code, out, _ = run(capsys, "info", path, "--json")
    facts = json.loads(out)
    contract = "method data seed knobs step steps validation_error test_error bytes parent alive".split()
    assert set(contract) <= set(facts)
    assert facts["step"] == facts["steps"] == 20 and facts["seed"] == 3 and facts["alive"] is False
    assert facts["knobs"]["visit_weight"] == 0.5


def test_resume_goes_on_to_a_new_total_and_equals_one_run(tmp_path, capsys):
    cut, whole = tmp_path / "cut.lba", tmp_path / "whole.lba"
    assert run(capsys, *TRAIN, "--record", cut)[0] == 0
    assert run(capsys, "train", "--resume", cut, "--steps", 35)[0] == 0
    assert run(capsys, *TRAIN, "--record", whole, "--steps", 35)[0] == 0
    assert Recording(cut).checkpoint(35)[2] == Recording(whole).checkpoint(35)[2]
    code, _, err = run(capsys, "train", "--resume", cut, "--steps", 5)
    assert code == 2 and "steps is the new total" in err


def test_probes_are_recorded_and_go_on_when_resumed(tmp_path, capsys):
    path = tmp_path / "run.lba"
    options = ("--probe-every", 4, "--evaluate-association", "--record", path)
    code, out, _ = run(capsys, "train", "association", "--steps", 6, *options)
    assert code == 0 and "last weights, by association" in out
    assert Recording(path).probe_steps()["layers"] == [0, 4, 6]
    assert run(capsys, "train", "--resume", path, "--steps", 9)[0] == 0
    assert Recording(path).probe_steps()["layers"] == [0, 4, 6, 8, 9]
    code, _, err = run(capsys, "train", "--resume", path, "--steps", 10, "--probe-every", 2)
    assert code == 2 and "leave --probe-every out" in err


def test_set_steers_a_run_in_another_process(tmp_path, capsys):
    path = tmp_path / "run.lba"
    command = [sys.executable, "-m", "lbaviz", "train", "association", "--steps", "100000", "--record", str(path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 120
        while time.monotonic() < end and not (path.exists() and Recording(path).status()["step"] >= 5):
            time.sleep(0.05)
        code, out, err = run(capsys, "set", path, "visit_weight=0.3", "learning-rate=5e-4")
        assert code == 0, err
        assert "visit_weight 1 -> 0.3 from step" in out and "learning_rate 0.001 -> 0.0005" in out
        code, _, err = run(capsys, "set", path, "visit_wait=0.3")
        assert code == 2 and "Did you mean 'visit_weight'" in err
        code, _, err = run(capsys, "set", path, "visit_weight=-1")
        assert code == 2 and "at least 0" in err
        code, _, err = run(capsys, "train", "--resume", path)
        assert code == 2 and "is being written by process" in err
    finally:
        process.terminate()
        process.wait(60)
    assert [move.detail["to"] for move in Recording(path).interventions()] == [0.3, 5e-4]
    code, _, err = run(capsys, "set", path, "visit_weight=0.3")
    assert code == 2 and "no process is training" in err


def test_a_knobs_file_steers_at_the_start_and_when_it_changes(tmp_path, capsys):
    knobs, path = tmp_path / "knobs.json", tmp_path / "run.lba"
    knobs.write_text('{"visit_weight": 0.3}')

    def change():
        end = time.monotonic() + 60
        while time.monotonic() < end and not (path.exists() and Recording(path).status()["step"] >= 100):
            time.sleep(0.02)
        knobs.write_text('{"visit_weight": 0.7')  # half written: said, and the knobs stay
        time.sleep(0.4)
        knobs.write_text('{"visit_weight": 0.7}')

    threading.Thread(target=change, daemon=True).start()
    arguments = [*TRAIN, "--steps", 800, "--evaluate-every", 0, "--record", path, "--knobs", knobs]
    code, _, err = run(capsys, *arguments)
    assert code == 0 and "is not JSON" in err
    assert [move.detail["to"] for move in Recording(path).interventions()] == [0.3, 0.7]


def test_copy_and_info_for_people(tmp_path, capsys):
    path = tmp_path / "run.lba"
    run(capsys, *TRAIN, "--record", path, "--augment", "svhn")
    code, out, _ = run(capsys, "copy", path, tmp_path / "copy.lba")
    assert code == 0 and "pictures of the data" in out
    code, out, _ = run(capsys, "info", tmp_path / "copy.lba")
    assert code == 0 and "20 of 20 (finished)" in out and "nobody at present" in out
    assert "augmentation      svhn" in out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["trian"], "Did you mean 'train'"),
        (["train"], "needs a METHOD"),
        (["train", "asociation"], "Did you mean 'association'"),
        (["train", "association", "--data", "digit"], "Did you mean 'digits'"),
        (["train", "association", "--visit-wieght", "1"], "Did you mean '--visit-weight'"),
        (["train", "association", "--visit-weight", "-1"], "visit_weight is a finite number of at least 0"),
        (["train", "association", "--visit-weight", "much"], "'much' is neither a number nor a schedule"),
        (["train", "supervised", "--visit-weight", "1"], "has no knob 'visit_weight'"),
        (["train", "association", "--steps", "-5"], "steps is a number of steps"),
        (["train", "association", "--unlabelled-batch", "0"], "at least 1, got 0"),
        (["train", "association", "--labels-per-class", "100000"], "labels_per_class is 100000"),
        (["train", "association", "--similarity", "cosin"], "Did you mean 'cosine'"),
        (["train", "association", "--record", "/nowhere/run.lba"], "the folder /nowhere does not exist"),
        (["train", "association", "--knobs", "/nowhere.json"], "cannot be read"),
        (["train", "--resume", "none.lba"], "there is no file none.lba"),
        (["info", "none.lba"], "there is no file"),
        (["copy", "none.lba", "b.lba"], "there is no file"),
        (["set", "none.lba", "a=1"], "there is no file"),
        (["watch", "none.lba"], "there is no file"),
        (["export", "none.lba", "out.html"], "there is no file"),
    ],
)
def test_bad_input_is_one_sentence_exit_code_two_and_no_traceback(arguments, sentence, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, *arguments)
    assert code == 2 and sentence in err
    assert err.startswith("lbaviz: ") and len(err.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())  # and nothing was left behind


def test_a_run_that_fails_has_exit_code_one_and_keeps_its_file(tmp_path, capsys):
    path = tmp_path / "run.lba"
    code, _, err = run(capsys, *TRAIN, "--steps", 300, "--learning-rate", "1e30", "--record", path)
    assert code == 1 and "term became" in err and "last finite values" in err
    assert Recording(path).status()["state"] == "failed"


def test_an_existing_recording_is_never_overwritten(tmp_path, capsys):
    path = tmp_path / "run.lba"
    run(capsys, *TRAIN, "--record", path)
    before = path.read_bytes()
    code, _, err = run(capsys, *TRAIN, "--record", path)
    assert code == 2 and "exists already" in err and path.read_bytes() == before


def test_help_names_every_network_and_augmentation(capsys):
    with pytest.raises(SystemExit):
        main(["train", "--help"])
    words = re.findall(r"[\w-]+", re.sub(r"-\n\s+", "-", capsys.readouterr().out))  # a line may end at a hyphen
    assert {*lbaviz.models.NAMES, *lbaviz.augmentation.NAMES} <= set(words)


def test_help_and_version_are_quick_and_import_nothing_heavy():
    code = (
        "import sys, lbaviz.cli as c\n"
        "try: c.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'torch', 'numpy', 'pandas', 'matplotlib', 'sklearn'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={"PATH": ""}).stdout
    assert "lbaviz lab" in out and out.strip().endswith("[]")
    assert lbaviz.__version__


def test_not_a_terminal_gets_lines_instead_of_a_bar(tmp_path, monkeypatch):
    from lbaviz.session import progress

    monkeypatch.setattr(progress, "LINE_SECONDS", 0)
    lines = []
    monkeypatch.setattr("builtins.print", lambda *words, **_: lines.append(words[0]))
    session = lbaviz.session.prepare("association", "digits", steps=60, evaluate_every=0, frame_every=0)
    with progress.show_progress(session):
        session.loop.state = "running"
        session.train_here()
    assert any("of 60, walker" in line and "steps/s" in line for line in lines)
