"""Plain nouns that every layer may import: knobs, samples, events, and what probes find. No torch here."""

from lbaviz.records.ablation import Ablation
from lbaviz.records.accuracy import Accuracy
from lbaviz.records.base import Record
from lbaviz.records.clustering import Clustering
from lbaviz.records.confusion import Confusion
from lbaviz.records.exemplars import Exemplars
from lbaviz.records.layers import Layers
from lbaviz.records.mmd import MMD
from lbaviz.records.neighbors import Neighbors
from lbaviz.records.nouns import Event, Knob, Sample
from lbaviz.records.panels import Bars, Matrix, SampleRow
from lbaviz.records.plane import Plane
from lbaviz.records.projection import Projection
from lbaviz.records.repeats import Difference, Repeats
from lbaviz.records.traces import WalkTrace
from lbaviz.records.trials import Trials
from lbaviz.records.visits import Visits
from lbaviz.records.walks import EDGES_PER_SAMPLE, WalkFrame, WalkPicture

__all__ = [
    "EDGES_PER_SAMPLE",
    "MMD",
    "Ablation",
    "Accuracy",
    "Bars",
    "Clustering",
    "Confusion",
    "Difference",
    "Event",
    "Exemplars",
    "Knob",
    "Layers",
    "Matrix",
    "Neighbors",
    "Plane",
    "Projection",
    "Record",
    "Repeats",
    "Sample",
    "SampleRow",
    "Trials",
    "Visits",
    "WalkFrame",
    "WalkPicture",
    "WalkTrace",
]
