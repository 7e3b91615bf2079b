"""What changes from step to step: network, parts, optimiser."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor
from torch.optim import Adam

from lbaviz import engine, models, probes
from lbaviz.errors import BadInput
from lbaviz.precision import own_random_numbers
from lbaviz.session import tensors
from lbaviz.session.batches import batches
from lbaviz.session.memory import keep_freed_memory
from lbaviz.session.plan import Plan


class Trainee:
    """A network in training, at the start of its plan; `state` and `load` carry it through files bit for bit."""

    def __init__(self, plan: Plan):
        self.plan, split = plan, plan.split
        if plan.device.type == "cpu":
            keep_freed_memory()
        self.machine = engine.Machine(plan.device, plan.precision, plan.seed)
        with own_random_numbers(plan.seed, -1, plan.device):  # torch's own layers draw from the global generator
            self.model = plan.build_model().to(plan.device, memory_format=torch.channels_last)
            example = probes.to_network(torch.as_tensor(split.unlabelled.images[:2]).to(plan.device))
            self.d = models.check_network(self.model, example)
            parts = plan.method.parts(self.d, len(plan.outputs))
            if hasattr(plan.method, "networks"):
                parts |= plan.method.networks(self.model, self.d, len(plan.outputs), split.image_shape)
        generator = torch.Generator().manual_seed(plan.seed + 1)  # other numbers than the network's
        self.parts = {name: models.initialise(part, generator).to(plan.device) for name, part in parts.items()}
        betas = getattr(plan.method, "betas", (0.9, 0.999))
        groups = models.parameter_groups(self.model, self.parts, getattr(plan.method, "weight_decay", None))
        self.optimizer = Adam(groups, lr=1e-3, betas=betas, fused=True)
        self.batch_at = batches(plan)

    def steps(self, knobs_at: Callable[[int], dict[str, float]], done: int) -> Iterator[engine.StepLog]:
        """Train from update done + 1 on, without end."""
        self.model.train()
        method, machine = self.plan.method, self.machine
        knobs_at = acting(method, knobs_at)
        return engine.train(
            self.model, self.parts, method, self.batch_at, knobs_at, self.optimizer, machine, done, self.embed
        )

    def embed(self) -> Tensor:
        """Return the embeddings of all unlabelled training images: float32 (n, d), evaluation mode, on the CPU."""
        return probes.embed(self.model, self.plan.split.unlabelled.images, self.machine)

    def weights(self) -> dict[str, Tensor]:
        """Parameters and buffers of the network and of the method's parts, by name."""
        named = {f"model.{name}": value for name, value in self.model.state_dict().items()}
        for part, module in self.parts.items():
            named |= {f"{part}.{name}": value for name, value in module.state_dict().items()}
        return named

    def state(self) -> dict[str, Tensor]:
        """Weights and what Adam remembers of each parameter: everything that the next step depends on."""
        named = self.weights()
        parameters = [parameter for group in self.optimizer.param_groups for parameter in group["params"]]
        for i, parameter in enumerate(parameters):
            named |= {f"adam.{i}.{key}": value for key, value in self.optimizer.state.get(parameter, {}).items()}
        return named

    def check_manifest(self, manifest: list[dict]) -> None:
        """Raise BadInput if a checkpoint's weights have other names or shapes than this network's."""
        own = {name: tuple(value.shape) for name, value in self.weights().items()}
        stored = {entry["name"]: tuple(entry["shape"]) for entry in manifest}
        stored = {name: shape for name, shape in stored.items() if not name.startswith(("adam.", "best.", "judge."))}
        for name in [*own, *stored]:
            if own.get(name) != stored.get(name):
                raise BadInput(
                    f"the recording was made with another network: '{name}' is {stored.get(name, 'missing')} there and "
                    f"{own.get(name, 'missing')} here: hand in the network that it was made with"
                )

    def load_weights(self, stored: dict[str, Tensor]) -> None:
        """Copy stored weights in place."""
        with torch.no_grad():
            for name, value in self.weights().items():
                value.copy_(stored[name])

    def load(self, stored: dict[str, Tensor]) -> None:
        """Go back to a stored state: weights and optimiser."""
        self.load_weights(stored)
        self.optimizer.state.clear()
        parameters = [parameter for group in self.optimizer.param_groups for parameter in group["params"]]
        for i, parameter in enumerate(parameters):
            prefix = f"adam.{i}."
            memory = {name.removeprefix(prefix): value for name, value in stored.items() if name.startswith(prefix)}
            for key, value in memory.items():
                like = parameter if value.dim() else value  # moments keep the parameter's memory format
                self.optimizer.state[parameter][key] = torch.empty_like(like, device=parameter.device).copy_(value)

    def is_finite(self) -> bool:
        return all(bool(torch.isfinite(value).all()) for value in self.weights().values() if value.is_floating_point())

    def packed(self) -> tuple[list[dict], bytes]:
        return tensors.pack(self.state())


def acting(method, knobs_at: Callable[[int], dict[str, float]]) -> Callable[[int], dict[str, float]]:
    """Return the knobs as they act at a step, where a method makes more of them than what the sliders say."""
    if not hasattr(method, "acting"):
        return knobs_at
    return lambda step: method.acting(knobs_at(step), step)
