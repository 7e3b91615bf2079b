"""Questions to a network: tensors or arrays in, a frozen record out; nothing of the network changes."""

from lbaviz.probes.accuracy import accuracy, error_percent, predict
from lbaviz.probes.by_association import class_probabilities
from lbaviz.probes.clustering import clustering
from lbaviz.probes.confusion import confusion
from lbaviz.probes.exemplars import exemplars
from lbaviz.probes.k_means import k_means
from lbaviz.probes.layers import layers
from lbaviz.probes.mmd import mmd
from lbaviz.probes.neighbors import nearest_neighbors
from lbaviz.probes.outputs import outputs
from lbaviz.probes.projection import project, project_steps
from lbaviz.probes.quiet import embed, quiet, to_network
from lbaviz.probes.visits import visits
from lbaviz.probes.walks import association_graph, walk_trace

__all__ = [
    "accuracy",
    "association_graph",
    "class_probabilities",
    "clustering",
    "confusion",
    "embed",
    "error_percent",
    "exemplars",
    "k_means",
    "layers",
    "mmd",
    "nearest_neighbors",
    "outputs",
    "predict",
    "project",
    "project_steps",
    "quiet",
    "to_network",
    "visits",
    "walk_trace",
]
