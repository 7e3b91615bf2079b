import threading
from dataclasses import replace

import numpy as np
import pytest
from fake_runs import LABELS_A, N_A, begin, finished, frame, samples

from lbaviz import figures
from lbaviz.errors import BadInput
from lbaviz.figures import thumbnails
from lbaviz.figures.edges import shown
from lbaviz.pictures import picture_of
from lbaviz.records import WalkPicture


@pytest.fixture
def picture() -> WalkPicture:
    members = samples()
    labels = np.array([sample.label for sample in members])
    return WalkPicture(frame(7), np.stack([s.image for s in members]), labels, ("null", "one", "two"))


def test_the_strongest_edges_are_drawn_and_their_share_of_the_probability_is_right(picture):
    walk, n = shown(replace(picture, top_k=2)), picture.frame
    expected = (n.p_ab[:, :2].sum() + n.p_ba[:, :2].sum()) / (len(n.p_ab) + len(n.p_ba))
    assert walk.share == pytest.approx(expected, rel=1e-5)
    assert len(walk.there.start) == 2 * N_A
    assert shown(replace(picture, top_k=16, threshold=0.5)).there.probability.min() >= 0.5


def test_a_selected_walk_weighs_its_ways_and_marks_arrivals_in_another_class(picture):
    walk, n = shown(replace(picture, selected=2, top_k=16)), picture.frame
    assert set(walk.there.start) == {2}
    reach = dict(zip(n.index_ab[2].tolist(), n.p_ab[2].tolist(), strict=True))
    for b, a, weight, wrong in zip(walk.back.start, walk.back.end, walk.back.weight, walk.back.wrong, strict=True):
        step_back = n.p_ba[b][n.index_ba[b].tolist().index(a)]
        assert weight == pytest.approx(reach[b] * step_back, rel=1e-5)
        assert wrong == (LABELS_A[a] != LABELS_A[2])
    home = walk.back.weight[~walk.back.wrong].sum()
    assert home == pytest.approx(n.p_class[2, LABELS_A[2]], abs=1e-4)


def test_through_an_unlabelled_sample_nothing_is_wrong(picture):
    walk = shown(replace(picture, selected=N_A + 3))
    assert set(walk.there.end) <= {3} and set(walk.back.start) == {3}
    assert not walk.back.wrong.any() and walk.bright[1] == {3}


@pytest.mark.parametrize("ending", ["pdf", "svg", "png"])
@pytest.mark.parametrize("selected", [None, 1, N_A + 1])
def test_the_three_formats_are_written_with_embedded_fonts_and_edges_as_vectors(picture, tmp_path, ending, selected):
    path = tmp_path / f"walk.{ending}"
    figures.draw(replace(picture, selected=selected)).savefig(path)
    data = path.read_bytes()
    assert data.startswith({"pdf": b"%PDF", "svg": b"<?xml", "png": b"\x89PNG"}[ending])
    if ending == "pdf":
        assert b"/Type3" not in data and b"/FontFile2" in data  # TrueType, font type 42
    if ending == "svg":
        assert b"The walk" in data and data.count(b"<path") > 50


def test_a_figure_is_drawn_in_any_thread_and_without_pyplot(picture):
    drawn = []
    threads = [threading.Thread(target=lambda: drawn.append(figures.draw(picture)._repr_png_())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(drawn)) == 1 and figures.draw(picture).canvas.manager is None


def test_frames_without_samples_and_colour_images_are_drawn_too(picture):
    assert figures.draw(frame(3))._repr_png_()
    coloured = np.repeat(picture.images, 3, axis=3)
    assert figures.draw(replace(picture, images=coloured, class_names=()))._repr_png_()


def test_a_row_of_thumbnails_keeps_its_pixels_and_its_pitch():
    images = np.arange(2 * 4 * 4, dtype=np.uint8).reshape(2, 4, 4, 1)
    row = thumbnails.strip(images, 1.5, np.array([1.0, 0.2]))
    assert row.shape == (64, 2 * 96, 4)
    assert row[0, 0, 0] == images[0, 0, 0, 0] and row[-1, 96 + 63, 0] == images[1, -1, -1, 0]
    assert row[0, 0, 3] == 255 and row[0, 70, 3] == 0 and row[0, 96, 3] == 51


def test_a_recording_is_drawn_at_any_step(tmp_path):
    path = finished(tmp_path / "run.lba")
    assert picture_of(path).frame.step == 20
    assert picture_of(path, 15, selected=1).frame.step == 10
    assert figures.draw(path, step=10, top_k=1)._repr_png_()


def test_what_cannot_be_drawn_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(BadInput, match="a dict cannot be drawn: give a WalkPicture"):
        figures.draw({})
    begin(tmp_path / "empty.lba").close()
    with pytest.raises(BadInput, match=r"empty\.lba has no frames yet"):
        figures.draw(tmp_path / "empty.lba")
