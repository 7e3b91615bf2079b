import pytest
from fake_runs import finished, read

from lbaviz import plots
from lbaviz.errors import BadInput


def test_axes_carry_their_units_and_the_baseline_stands_beside_the_run(tmp_path):
    metrics = read(finished(tmp_path / "run.lba")).metrics()
    figure = plots.draw(metrics)
    assert [line.name for line in figure.data] == ["validation error", "labels alone (supervised)"]
    assert (
        figure.layout.yaxis.title.text == "error (%)" and figure.layout.xaxis.title.text == "step (optimiser updates)"
    )
    losses = plots.draw({"a": metrics, "b": metrics}, what="losses")
    assert losses.layout.yaxis.title.text == "loss (nats)" and losses.data[0].name == "a · walker"
    assert {line.line.dash for line in losses.data} == {"solid", "dash"}


def test_an_unknown_part_is_refused(tmp_path):
    with pytest.raises(BadInput, match="choose 'error' or 'losses'"):
        plots.draw(read(finished(tmp_path / "run.lba")).metrics(), what="both")
