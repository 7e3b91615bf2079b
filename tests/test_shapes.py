import subprocess
import sys

import jaxtyping
import pytest
import torch

from lbaviz import shapes
from lbaviz.association import losses, similarities


def test_a_wrong_shape_is_found_in_tests():
    with pytest.raises(jaxtyping.TypeCheckError, match="n_b"):
        similarities.dot(torch.ones(2, 3), torch.ones(4, 5))
    with pytest.raises(jaxtyping.TypeCheckError):
        losses.AssociationLoss(torch.ones(3), torch.ones(()), torch.ones(()))


def test_processes_started_by_tests_check_shapes_too():
    code = "import torch; from lbaviz.association import similarities; similarities.dot(torch.ones(2), torch.ones(2))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "TypeCheckError" in result.stderr


def test_only_functions_that_state_a_shape_are_checked():
    assert shapes.states_shape(jaxtyping.Float[torch.Tensor, "n d"] | None)
    assert shapes.states_shape(list[jaxtyping.Float[torch.Tensor, "n d"]])
    assert not shapes.states_shape(dict[str, torch.Tensor])
