"""One pass over images, from which every probe of a step is derived."""

import torch
from torch import Tensor
from torch.nn import Module

from lbaviz.engine import Machine
from lbaviz.precision import autocast
from lbaviz.probes.quiet import as_batches, quiet


def outputs(model: Module, classifier: Module | None, images, machine: Machine) -> tuple[Tensor, Tensor | None]:
    """Return embeddings (n, d) and logits (n, classes) of uint8 images (n, h, w, c): float32, on the CPU.

    Without a classifier there are no logits. The modules stay as they were.
    """
    embeddings, logits = [], []
    modules = [module for module in (model, classifier) if module is not None]
    with quiet(*modules), autocast(machine.precision, machine.device):
        for chunk in as_batches(images, machine.device):
            found = model(chunk)
            embeddings.append(found.float().cpu())
            if classifier is not None:
                logits.append(classifier(found).float().cpu())
    return torch.cat(embeddings), torch.cat(logits) if logits else None
