"""Data sets, their split into labelled and unlabelled images, and the samplers that draw batches from it. No torch."""

from lbaviz.data.arrays import from_arrays
from lbaviz.data.catalogue import NAMES
from lbaviz.data.dataset import DataSet
from lbaviz.data.folder import from_folder
from lbaviz.data.generated import generate
from lbaviz.data.loading import find, load, load_again
from lbaviz.data.mixing import mix
from lbaviz.data.pairs import Pair, pair
from lbaviz.data.parts import Domains, Part, Split
from lbaviz.data.sampler import LabelledSampler, UnlabelledSampler

__all__ = ["NAMES", "DataSet", "Domains", "LabelledSampler", "Pair", "Part", "Split", "UnlabelledSampler"]
__all__ += ["find", "from_arrays", "from_folder", "generate", "load", "load_again", "mix", "pair"]
