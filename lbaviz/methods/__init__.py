"""What is trained: small frozen values that say which batches they need and return named, unweighted loss terms.

Every method has name, parts and terms. It may also have: acting(knobs, step), the knobs as they act at a step;
schedules(steps), {knob: number or schedule} where the caller gives no value; networks(model, d, classes, image_shape),
further parts that are made from the network; begin_step(at), called before the update that follows a step with all that
is `Between` the two; betas, those of Adam; weight_decay, the L2 of everything in place of what the modules state;
check_plan(knobs, steps), which refuses what cannot be; presets, settings by name.

A method without labels has anchors(parts), the points (clusters * centroids_per_cluster, d), cluster after cluster,
that walks start from in the place of labelled samples. A step gives it `images` of the unlabelled images and `copies`
augmented ones of each, by default changed by the recipe augmentation(data, channels); classes are its `clusters`.
"""

from lbaviz.errors import BadInput, nearest
from lbaviz.methods.adda import Adda
from lbaviz.methods.association import Association
from lbaviz.methods.batch import Batch
from lbaviz.methods.between import Between
from lbaviz.methods.dan import Dan
from lbaviz.methods.dann import Dann
from lbaviz.methods.dec import Dec
from lbaviz.methods.deep_clustering import DeepClustering
from lbaviz.methods.deep_coral import DeepCoral
from lbaviz.methods.depict import Depict
from lbaviz.methods.domain_adaptation import DomainAdaptation
from lbaviz.methods.dsn import DsnDann, DsnMmd
from lbaviz.methods.imsat import Imsat
from lbaviz.methods.mmd import Mmd
from lbaviz.methods.presets import preset_of
from lbaviz.methods.supervised import Supervised

METHODS = {
    method.name: method
    for method in (
        *(Supervised, Association, DomainAdaptation, Mmd, Dan, DeepCoral, Dann, Adda, DsnDann, DsnMmd),
        *(DeepClustering, Dec, Imsat, Depict),
    )
}

__all__ = ["METHODS", "Adda", "Association", "Batch", "Between", "Dan", "Dann", "Dec", "DeepClustering"]
__all__ += ["DeepCoral", "Depict", "DomainAdaptation", "DsnDann", "DsnMmd", "Imsat", "Mmd", "Supervised"]
__all__ += ["needs_labels", "preset_of", "resolve"]


def needs_labels(method) -> bool:
    """Say whether walks start at labelled samples."""
    return not hasattr(method, "anchors")


def resolve(method, preset: str | None = None):
    """Return a method for its command-line name, class or instance; BadInput names the nearest.

    preset: one of the method's `presets`, whose fields a name or a class is made with; an instance keeps its own.
    """
    if isinstance(method, str):
        if method not in METHODS:
            raise BadInput(f"there is no method '{method}'.{nearest(method, METHODS)}")
        method = METHODS[method]
    fields = preset_of(method, preset).fields()
    if isinstance(method, type):
        method = method(**fields)
    for needed in ("name", "parts", "terms"):
        if not hasattr(method, needed):
            raise BadInput(f"a method has name, parts and terms, got {type(method).__name__}: pass 'association' or so")
    return method
