"""What is trained: small frozen values that say which batches they need and return named, unweighted loss terms.

Every method has name, parts and terms. It may also have: acting(knobs, step), the knobs as they act at a step;
schedules(steps), {knob: schedule} where the caller gives no value; networks(model, d, classes, image_shape), further
parts that are made from the network; begin_step(step, model, parts), called before the update that follows `step`.
"""

from lbaviz.errors import BadInput, nearest
from lbaviz.methods.adda import Adda
from lbaviz.methods.association import Association
from lbaviz.methods.batch import Batch
from lbaviz.methods.dan import Dan
from lbaviz.methods.dann import Dann
from lbaviz.methods.deep_coral import DeepCoral
from lbaviz.methods.domain_adaptation import DomainAdaptation
from lbaviz.methods.dsn import DsnDann, DsnMmd
from lbaviz.methods.mmd import Mmd
from lbaviz.methods.supervised import Supervised

METHODS = {
    method.name: method
    for method in (Supervised, Association, DomainAdaptation, Mmd, Dan, DeepCoral, Dann, Adda, DsnDann, DsnMmd)
}

__all__ = ["METHODS", "Adda", "Association", "Batch", "Dan", "Dann", "DeepCoral", "DomainAdaptation", "DsnDann"]
__all__ += ["DsnMmd", "Mmd", "Supervised", "resolve"]


def resolve(method):
    """Return a method for its command-line name, class or instance; BadInput names the nearest."""
    if isinstance(method, str):
        if method not in METHODS:
            raise BadInput(f"there is no method '{method}'.{nearest(method, METHODS)}")
        return METHODS[method]()
    if isinstance(method, type):
        method = method()
    for needed in ("name", "parts", "terms"):
        if not hasattr(method, needed):
            raise BadInput(f"a method has name, parts and terms, got {type(method).__name__}: pass 'association' or so")
    return method
