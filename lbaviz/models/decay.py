"""L2 on weights, not on biases: Adam's coupled weight decay s adds the gradient of s * sum(w^2) / 2 (TF-slim's L2)."""

from torch.nn import Module, Parameter

CLASSIFIER_DECAY = 1e-4  # of a method's parts, unless they state another; haeusser/learning_by_association@7cdef81


def weight_parameters(module: Module) -> list[Parameter]:
    """Return the trainable parameters that L2 acts on: those with two dimensions or more."""
    return [parameter for parameter in module.parameters() if parameter.requires_grad and parameter.dim() > 1]


def parameter_groups(
    network: Module, parts: dict[str, Module] | None = None, weight_decay: float | None = None
) -> list[dict]:
    """Return the groups that torch.optim.Adam takes: everything trainable, by its weight decay.

    A module states its own as the attribute `weight_decay`; without it a network has 0 and a part of the method 1e-4.
    A weight_decay that is given here holds for all of them.
    """
    by_decay: dict[float, list[Parameter]] = {}
    modules = [(network, 0.0), *((part, CLASSIFIER_DECAY) for part in (parts or {}).values())]
    for module, default in modules:
        weights = {id(weight) for weight in weight_parameters(module)}
        for parameter in module.parameters():
            stated = getattr(module, "weight_decay", default) if weight_decay is None else weight_decay
            decay = float(stated) if id(parameter) in weights else 0.0
            if parameter.requires_grad:
                by_decay.setdefault(decay, []).append(parameter)
    return [{"params": parameters, "weight_decay": decay} for decay, parameters in by_decay.items()]
