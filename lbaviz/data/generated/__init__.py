"""Data sets that are made here, by seed, where their published files are not."""

from dataclasses import replace
from pathlib import Path

from lbaviz.data.checks import check_seed
from lbaviz.data.dataset import DataSet
from lbaviz.data.generated import mnist_m, synth_digits, synth_signs
from lbaviz.errors import BadInput, nearest

GENERATORS = {each.NAME: each for each in (mnist_m, synth_digits, synth_signs)}


def generate(name: str, seed: int = 0, root=None) -> DataSet:
    """Return the data set of that name as it is made here: the same seed gives the same images, and so does `load`
    with seed 0 where no published files are. What it is made from is looked for as in `load`. Raises BadInput.
    """
    if name not in GENERATORS:
        raise BadInput(f"'{name}' is not a data set that can be made.{nearest(str(name), GENERATORS)}")
    seed = check_seed(seed)
    source = {"name": name, "generated": {"seed": seed}}
    if root is not None:
        source["root"] = str(Path(root).expanduser().absolute())
    return replace(GENERATORS[name].make(seed, root), source=source)
