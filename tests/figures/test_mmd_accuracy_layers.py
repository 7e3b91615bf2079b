import numpy as np
import pytest
from drawn_records import NAMES, a_layers, all_axes, an_accuracy, an_mmd, words
from matplotlib.colors import to_hex

from lbaviz import figures
from lbaviz.errors import BadInput
from lbaviz.figures import style


def chart(figure, label: str):
    return next(axes for axes in all_axes(figure) if label in (axes.get_xlabel(), axes.get_ylabel()))


def test_the_value_is_marked_among_those_of_shuffled_samples():
    record = an_mmd()
    figure = figures.draw(record)
    axes = chart(figure, "permutations")
    assert sum(bar.get_height() for bar in axes.patches) == 200
    (line,) = axes.lines
    assert list(line.get_xdata()) == [0.0213, 0.0213] and to_hex(line.get_color()) == style.UNLABELLED.lower()
    assert "p = 0.0125 of 200 permutations" in " ".join(words(figure))


def test_without_a_test_the_value_is_said_in_words():
    figure = figures.draw(an_mmd(0, biased=False))
    said = " ".join(words(figure))
    assert not figure.axes[0].child_axes and "MMD² = 0.0213 (unbiased" in said and "no permutation test" in said
    assert "2, 5, 10, 20, 40, 80" in said and "MMD² of source and target" in said


def test_an_mmd_that_is_not_finite_is_refused():
    with pytest.raises(BadInput, match="the MMD of this record are not all finite"):
        figures.draw(an_mmd(mmd2=float("nan")))


def test_accuracy_stands_against_confidence_with_the_gap_hatched():
    record = an_accuracy()
    figure = figures.draw(record)
    axes = chart(figure, "share that is right")
    there = record.bin_count > 0
    bars = [bar for bar in axes.patches if not bar.get_hatch()]
    gaps = [bar for bar in axes.patches if bar.get_hatch()]
    assert [bar.get_height() for bar in bars] == pytest.approx(record.bin_accuracy[there].tolist())
    assert [bar.get_x() for bar in bars] == pytest.approx(record.bin_edges[:-1][there].tolist())
    assert [bar.get_height() for bar in gaps] == pytest.approx([0.1] * there.sum())
    (diagonal,) = axes.lines
    assert list(diagonal.get_xdata()) == list(diagonal.get_ydata()) == [0, 1]
    said = " ".join(words(figure))
    assert "error 5.50 % (best on validation: 4.25 %)" in said and "expected calibration error 7.3 %" in said


def test_every_class_has_a_bar_and_one_that_does_not_occur_says_so():
    errors = np.array([1.0, np.nan, *np.linspace(2, 9, 8)])
    figure = figures.draw(an_accuracy(per_class=errors))
    axes = chart(figure, "error by class (%) · dashed: all")
    assert [bar.get_width() for bar in axes.patches] == pytest.approx(np.nan_to_num(errors).tolist())
    assert [text.get_text() for text in axes.texts[:3]] == ["1.0", "no sample", "2.0"]
    assert [label.get_text() for label in axes.get_yticklabels()] == list(NAMES)
    assert list(axes.lines[0].get_xdata()) == [5.5, 5.5]


def test_an_accuracy_of_nothing_is_refused():
    with pytest.raises(BadInput, match="every bin of the record is empty"):
        figures.draw(an_accuracy(bin_count=np.zeros(10, int)))


def test_kernels_stand_beside_their_gradients_on_a_signed_scale():
    kernels = np.zeros((4, 3, 3, 1), "f4")
    kernels[0, 0, 0], kernels[1, 1, 1] = 2.0, -2.0
    figure = figures.draw(a_layers(kernels=kernels, kernel_gradients=-kernels))
    shown = [np.asarray(picture.get_array()) for picture in figure.axes[0].images]
    assert len(shown) == 8
    red, blue, white = (0xD5, 0x5E, 0x00), (0x00, 0x72, 0xB2), (255, 255, 255)
    assert tuple(shown[0][0, 0]) == red and tuple(shown[1][1, 1]) == blue == tuple(shown[4][0, 0])
    assert np.abs(shown[2].astype(int) - white).max() <= 1  # zero is white
    assert "white = 0, blue −2, red +2" in words(figure) and "their gradients" in words(figure)


def test_coloured_kernels_are_colour_images_and_other_channels_are_averaged():
    (page,) = figures.draw(a_layers(channels=3)).axes
    assert len({tuple(pixel) for pixel in np.asarray(page.images[0].get_array()).reshape(-1, 3)}) > 3
    assert any("mean of 16 channels" in word for word in words(figures.draw(a_layers(channels=16))))
    none = np.zeros((0, 0, 0, 0), "f4")
    assert not figures.draw(a_layers(kernels=none, kernel_gradients=none)).axes[0].images


def test_every_layer_has_its_norms_its_histograms_and_its_flag_with_advice():
    record = a_layers()
    figure = figures.draw(record)
    said = words(figure)
    for i, name in enumerate(record.names):
        assert name in said and f"{float(record.gradient_norm[i]):.3g}" in said
    steps = [axes.patches[0] for axes in all_axes(figure) if axes is not figure.axes[0]]
    assert len(steps) == 9 and all(list(one.get_data().values) == record.counts[0, 0].tolist() for one in steps)
    assert said.count("✗ vanishing") == 1
    assert "gradients of features.2: vanishing: lower the learning rate, use fewer layers" in " ".join(said)


def test_gradients_that_are_not_finite_are_shown_as_such():
    layers = a_layers(gradient_norm=np.array([1, np.inf, np.nan], "f4"), flags=("", "exploding", "exploding"))
    layers.edges[1:, 1] = np.nan
    said = words(figures.draw(layers))
    assert {"inf", "nan", "no spread"} <= set(said) and said.count("✗ exploding") == 2


def test_a_network_without_layers_is_refused():
    with pytest.raises(BadInput, match="there are no layers to draw"):
        figures.draw(a_layers(names=()))
