"""Runs in the plane of assimilation and discrimination: the record, in print and as a chart."""

import numpy as np
import pandas as pd
import pytest
from drawn_records import a_plane, all_axes, assert_legible, words

from lbaviz import figures, plots
from lbaviz.errors import BadInput
from lbaviz.records import Plane


def metrics(**series) -> pd.DataFrame:
    rows = [(step, name, value) for name, values in series.items() for step, value in values.items()]
    return pd.DataFrame(rows, columns=["step", "name", "value"])


def test_an_error_counts_from_its_step_to_the_next_one():
    first = metrics(domain_mmd={0: 0.5, 50: 0.2, 100: 0.1}, validation_error={0: 90.0, 60: 30.0, 100: 10.0})
    second = metrics(
        domain_mmd={0: 0.5, 40: np.nan, 80: 0.3}, validation_error={0: 80.0}, target_validation_error={80: 70.0}
    )
    found = Plane.of({"one": first, "other": second})
    assert found.names == ("one", "other") and found.run.tolist() == [0, 0, 0, 1, 1]
    assert found.step.tolist() == [0, 50, 100, 0, 80] and found.mmd2.tolist() == [0.5, 0.2, 0.1, 0.5, 0.3]
    assert found.source_error.tolist() == [90, 90, 10, 80, 80]
    np.testing.assert_array_equal(found.target_error, [np.nan] * 4 + [70])
    assert found.table().loc[4, ["run", "step", "mmd2"]].tolist() == ["other", 80, 0.3]


def test_a_plane_is_saved_as_table_and_arrays(tmp_path):
    assert a_plane().save(tmp_path / "plane.csv").read_text().startswith("run,step,mmd2,source_error,target_error\n")
    with np.load(a_plane().save(tmp_path / "plane.npz"), allow_pickle=False) as stored:
        assert stored["names"].tolist()[2] == "MMD" and stored["mmd2"].shape == (36,)


def test_what_has_no_place_in_the_plane_is_refused_with_a_sentence():
    with pytest.raises(BadInput, match="run 'x' has no MMD between two domains: record it on a pair"):
        Plane.of({"x": metrics(validation_error={0: 1.0})})
    with pytest.raises(BadInput, match="there are no runs"):
        Plane.of({})
    for draw in (figures.draw, plots.draw):
        with pytest.raises(BadInput, match="there are no steps to draw"):
            draw(a_plane(steps=0))


@pytest.mark.parametrize("width", ["two-columns", "one-column"])
def test_ways_go_right_as_domains_become_alike_and_end_with_their_errors(width):
    figure, record = figures.draw(a_plane(), width=width), a_plane()
    assert_legible(figure)
    (chart,) = [axes for axes in all_axes(figure) if axes.lines]
    assert chart.get_xlim()[0] > chart.get_xlim()[1] and chart.get_ylim()[0] < chart.get_ylim()[1]
    for number, line in enumerate(chart.lines):
        mine = record.run == number
        np.testing.assert_allclose(line.get_xdata(), record.mmd2[mine])
        np.testing.assert_allclose(line.get_ydata(), 100 - record.source_error[mine])
    said = words(figure)
    assert f"target error {record.target_error[-1]:.1f} %" in said and {"source only", "associative", "MMD"} <= set(
        said
    )


def test_a_wide_range_of_distances_is_logarithmic():
    wide = a_plane(mmd2=np.geomspace(1, 1e-3, 36))
    (chart,) = [axes for axes in all_axes(figures.draw(wide)) if axes.lines]
    assert chart.get_xscale() == "log" and plots.draw(wide).layout.xaxis.type == "log"


def test_the_error_on_the_target_is_drawn_against_the_distance():
    figure, record = figures.draw(a_plane(), what="error"), a_plane()
    assert_legible(figure)
    (chart,) = [axes for axes in all_axes(figure) if axes.lines]
    assert chart.get_xlim()[0] < chart.get_xlim()[1] and chart.get_yscale() == "log"
    assert chart.get_ylim()[0] < record.target_error.min() and record.target_error.max() < chart.get_ylim()[1]
    for number, line in enumerate(chart.lines):
        mine = record.run == number
        np.testing.assert_allclose(line.get_xdata(), record.mmd2[mine])
        np.testing.assert_allclose(line.get_ydata(), record.target_error[mine])
    with pytest.raises(BadInput, match="what='errors' is not known: choose 'aims' or 'error'"):
        figures.draw(a_plane(), what="errors")
    unknown = np.where(record.step > 0, record.target_error, np.nan)
    with pytest.raises(BadInput, match="there is a step without an error on the target"):
        figures.draw(a_plane(target_error=unknown), what="error")


def test_the_chart_tells_every_step():
    figure, record = plots.draw(a_plane()), a_plane()
    assert [trace.name for trace in figure.data] == list(record.names) and figure.layout.xaxis.autorange == "reversed"
    np.testing.assert_allclose(figure.data[2].x, record.mmd2[24:])
    assert figure.data[1].customdata[3].startswith("step 150<br>MMD² ")
    assert f"target error {record.target_error[15]:.1f} %" in figure.data[1].customdata[3]
