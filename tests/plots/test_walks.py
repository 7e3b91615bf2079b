import numpy as np
import pytest
from fake_runs import LABELS_A, finished

from lbaviz import plots
from lbaviz.errors import BadInput
from lbaviz.pictures import picture_of


def test_the_matrix_is_the_mean_over_each_class_of_departure(tmp_path):
    picture = picture_of(finished(tmp_path / "run.lba"))
    figure = plots.draw(picture)
    of_one = picture.frame.p_class[[i for i, label in enumerate(LABELS_A) if label == 1]].mean(axis=0)
    np.testing.assert_allclose(figure.data[0].z[1], of_one, rtol=1e-5)
    assert figure.layout.xaxis.title.text == "class of arrival"
    assert figure.layout.title.text == "Where walkers return, step 20"


def test_what_cannot_be_charted_is_refused_with_a_sentence():
    with pytest.raises(BadInput, match="a list cannot be charted: give a WalkPicture"):
        plots.draw([])
