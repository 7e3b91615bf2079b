from dataclasses import replace

import numpy as np
import pytest
from torch.nn import Flatten, Linear, Sequential

import lbaviz
from lbaviz import data, knobs, methods
from lbaviz.cli import main, paper_figures
from lbaviz.cli.figure_recipes import Recipe
from lbaviz.cli.paper_figures import FIGURES
from lbaviz.recording import Recording
from lbaviz.session.plan import SPLIT_OPTIONS

DIGITS = Recipe("digits", 20, {"labels_per_class": 2, "evaluate_every": 10, "frame_every": 5})
SOME = replace(DIGITS, settings={**DIGITS.settings, "labelled_classes": [0, 1, 2, 3, 4, 5, 6]})


def run(capsys, *arguments) -> tuple[int, str, str]:
    code = main(["figures", *(str(argument) for argument in arguments)])
    return (code, *capsys.readouterr())


@pytest.fixture
def on_digits(monkeypatch):
    """The paper's figures from twenty steps on digits."""
    for name, recipe in (("lba-2", DIGITS), ("lba-3", DIGITS), ("lba-4", replace(SOME, steps=10))):
        scales = dict.fromkeys(("small", "fast", "full"), (recipe,))
        monkeypatch.setitem(FIGURES, name, replace(FIGURES[name], scales=scales))


def test_without_a_name_the_figures_are_listed(capsys):
    code, out, _ = run(capsys)
    assert code == 0 and [line.split()[0] for line in out.splitlines()] == list(FIGURES)
    assert {"lba-2", "lba-3", "lba-4", "ada-2", "ada-plane"} <= set(FIGURES)


def test_figures_are_vector_graphics_with_a_caption_and_share_one_training(on_digits, tmp_path, capsys, monkeypatch):
    code, out, _ = run(capsys, "lba-2", "lba-3", "--out", tmp_path)
    assert code == 0 and [path.name for path in tmp_path.glob("*.lba")] == ["digits-small.lba"]
    for name, words in (("lba-2", "after 10 steps (top) and 20 (bottom)"), ("lba-3", "confusion matrix, error")):
        picture = (tmp_path / f"{name}.pdf").read_bytes()
        assert picture.startswith(b"%PDF") and b"/FontFile2" in picture  # TrueType, embedded
        caption = (tmp_path / f"{name}.txt").read_text()
        assert words in caption and caption.strip() in out and "20 labelled images" in caption
    monkeypatch.setattr(lbaviz.session, "prepare", lambda *_, **__: pytest.fail("it was trained already"))
    code, _, _ = run(capsys, "lba-3", "--format", "svg", "--out", tmp_path)
    assert code == 0 and b"<svg" in (tmp_path / "lba-3.svg").read_bytes()


def test_neighbours_of_classes_that_were_never_labelled_stand_below(on_digits, tmp_path, capsys):
    code, out, _ = run(capsys, "lba-4", "--fast", "--format", "svg", "--out", tmp_path)
    assert code == 0 and "Samples of 7, 8, 9 stand below: these classes were never labelled." in out
    assert "classes that were never labelled" in (tmp_path / "lba-4.svg").read_text()


def test_a_training_that_was_stopped_goes_on(on_digits, tmp_path, capsys):
    path = tmp_path / "digits-small.lba"
    settings = {**DIGITS.settings, "checkpoint_every": 10}
    session = lbaviz.start("association", "digits", steps=20, record=path, paused=True, **settings)
    session.step(10)
    session.wait()
    session.stop()
    session.wait()
    assert Recording(path).status()["state"] == "stopped"
    code, _, _ = run(capsys, "lba-3", "--out", tmp_path)
    assert code == 0 and Recording(path).status()["step"] == 20


def test_a_given_recording_is_drawn_from(tmp_path, capsys):
    path = tmp_path / "mine.lba"
    lbaviz.fit("association", "digits", steps=12, record=path, frame_every=4)
    code, out, _ = run(capsys, "--all", "--run", path, "--out", tmp_path / "new")
    assert code == 0 and "after 0 steps (top) and 12 (bottom)" in out and "never labelled" not in out
    assert "left out: ada-2 is drawn from runs on a pair of domains, and mine.lba is not one" in out
    assert "left out: adc-3 is drawn from a run without labels, and mine.lba has some" in out
    assert sorted(found.suffix for found in (tmp_path / "new").iterdir()) == [".pdf"] * 3 + [".txt"] * 3


def test_a_recording_without_what_a_figure_needs_says_what_to_record(tmp_path, capsys):
    bare, own = tmp_path / "bare.lba", tmp_path / "own.lba"
    lbaviz.fit("association", "digits", steps=4, record=bare, frame_every=0)
    code, _, err = run(capsys, "--all", "--run", bare, "--out", tmp_path)
    assert code == 2 and "bare.lba has no walk frames" in err and "record the run with --frame-every 10" in err
    assert {found.name for found in tmp_path.glob("*.pdf")} == {"lba-3.pdf", "lba-4.pdf"}  # the others are not lost
    network = Sequential(Flatten(), Linear(64, 8))
    lbaviz.fit("association", "digits", model=network, steps=4, record=own)
    for name, probe in (("lba-3", "predictions"), ("lba-4", "neighbors")):
        code, _, err = run(capsys, name, "--run", own, "--out", tmp_path)
        assert code == 2 and f"--probe-every 100, whose probe '{probe}' is enough for {name}" in err
    probed = tmp_path / "probed.lba"
    lbaviz.fit("association", "digits", model=network, steps=4, record=probed, probe_every=2)
    code, out, _ = run(capsys, "lba-3", "lba-4", "--run", probed, "--out", tmp_path)
    assert code == 0 and "of 200 images" in out


@pytest.fixture(scope="module")
def on_two_domains(tmp_path_factory):
    """Two short recordings on a pair of own data, so that the networks cannot be fed from the files alone."""
    random, labels = np.random.RandomState(0), np.arange(90) % 3
    images = random.randint(0, 255, (90, 8, 8), np.uint8)
    sides = [data.from_arrays(each[:75], labels[:75], test=(each[75:], labels[75:])) for each in (images, 255 - images)]
    folder = tmp_path_factory.mktemp("pair")
    settings = {"steps": 8, "evaluate_every": 4, "probe_every": 4, "precision": "float32", "progress": False}
    for method, more in (("supervised", {}), ("domain-adaptation", {"delay": 2})):
        lbaviz.fit(method, data.pair(*sides), record=folder / f"{method}.lba", **settings, **more)
    return [folder / "supervised.lba", folder / "domain-adaptation.lba"]


def test_both_domains_as_several_networks_embed_them_stand_side_by_side(on_two_domains, tmp_path, capsys):
    runs = [word for path in on_two_domains for word in ("--run", path)]
    code, out, err = run(capsys, "ada-2", *runs, "--format", "svg", "--out", tmp_path)
    assert code == 0, err
    drawn = (tmp_path / "ada-2.svg").read_text()
    assert ">source only<" in drawn and ">associative<" in drawn
    last = [Recording(path).last_values()["test_error"] for path in on_two_domains]
    assert f"source only: target error {last[0]:.1f} %; associative: target error {last[1]:.1f} %" in out
    assert "(source, red)" in out and "12 inspected images" in out and "arXiv:1708.00938" in out


def test_the_plane_shows_where_each_run_goes(on_two_domains, tmp_path, capsys):
    runs = [word for path in on_two_domains for word in ("--run", path)]
    code, out, err = run(capsys, "ada-plane", *runs, "--format", "svg", "--out", tmp_path)
    assert code == 0 and "Ways of 2 trainings" in out and "gives no axes" in out, err
    assert ">source only<" in (tmp_path / "ada-plane.svg").read_text()
    code, _, err = run(capsys, "lba-2", *runs, "--out", tmp_path)
    assert code == 2 and "lba-2 is drawn from one recording, got 2" in err


def test_trainings_that_figures_share_have_names_of_their_own_and_settings_that_exist():
    for scale in ("small", "fast", "full"):
        recipes = FIGURES["ada-2"].scales[scale]
        assert recipes == FIGURES["ada-plane"].scales[scale]
        stems = {recipe.stem(scale) for figure in FIGURES.values() for recipe in figure.scales[scale]}
        assert len(stems) == 8 and not any(":" in stem for stem in stems)
        for recipe in recipes:
            known = {knob.name for knob in knobs.knobs_of(recipe.method)} | {*SPLIT_OPTIONS}
            assert set(recipe.settings) <= known | {"evaluate_every", "probe_every"}, recipe
            assert methods.resolve(recipe.method).name == recipe.method


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["lba-22"], "there is no figure 'lba-22'. Did you mean 'lba-2'?"),
        (["lba-2", "--format", "svgz"], "there is no format 'svgz'. Did you mean 'svg'?"),
        (["lba-2", "--run", "none.lba"], "there is no file none.lba"),
        (["lba-2", "--fast", "--full"], "not allowed with argument"),
        (["lba-2", "--out", "/proc/nothing"], "/proc/nothing cannot be written"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_two(arguments, sentence, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, *arguments)
    assert code == 2 and sentence in err and len(err.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_every_figure_has_every_scale_and_the_paper_is_named_in_every_caption():
    for figure in FIGURES.values():
        assert set(figure.scales) == {"small", "fast", "full"}
    (stl,) = FIGURES["lba-4"].scales["full"]
    assert stl.data == "stl10" and "arXiv:1706.00909" in paper_figures.SOURCE
