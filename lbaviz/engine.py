"""The training loop, as a generator: the caller decides when to probe, draw, save or stop."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import torch
from torch import Tensor
from torch.nn import Module
from torch.optim import Optimizer

from lbaviz.methods import Batch, Between
from lbaviz.precision import autocast, own_random_numbers


@dataclass(frozen=True)
class StepLog:
    """What one update saw: its number (1 is the first) and its unweighted terms, still on the device."""

    step: int
    terms: dict[str, Tensor]  # 0-dim, detached; nats


@dataclass(frozen=True)
class Machine:
    """Where and how precisely a run computes, and the seed of its random layers."""

    device: torch.device
    precision: str
    seed: int


def loss(
    model: Module, parts: dict[str, Module], method, batch: Batch, knobs: dict[str, float], machine: Machine
) -> tuple[Tensor, dict[str, Tensor]]:
    """Return the weighted sum of a batch's terms, and the terms (nats).

    A term whose weight is 0 is left out of the sum (0 * inf is NaN): the host, which set the weight, decides. With
    nothing in it, as may be before a delay is over, the sum moves no weight.
    """
    with autocast(machine.precision, machine.device):
        terms = method.terms(model, parts, batch)
    weights = {name: knobs[f"{name}_weight"] for name in terms}
    nothing = torch.zeros((), device=machine.device, requires_grad=True)
    return sum((weights[name] * term for name, term in terms.items() if weights[name] != 0), nothing), terms


def train(
    model: Module,
    parts: dict[str, Module],
    method,
    batch_at: Callable[[int], Batch],
    knobs_at: Callable[[int], dict[str, float]],
    optimizer: Optimizer,
    machine: Machine,
    done: int = 0,
    embed: Callable[[], Tensor] | None = None,
) -> Iterator[StepLog]:
    """Take one optimiser step after another, from update done + 1 on; yield the terms of each, without end.

    Update n uses the batch and the knobs of step n - 1. embed: see `Between`, which methods with a begin_step receive.
    """
    begin_step = getattr(method, "begin_step", None)
    for step in count(done):
        knobs = knobs_at(step)
        if begin_step:
            with own_random_numbers(machine.seed, step, machine.device):
                begin_step(Between(step, model, parts, optimizer, knobs, embed))
        for group in optimizer.param_groups:
            group["lr"] = knobs["learning_rate"]
        with own_random_numbers(machine.seed, step, machine.device):
            total, terms = loss(model, parts, method, batch_at(step), knobs, machine)
            optimizer.zero_grad(set_to_none=True)
            total.backward()
        optimizer.step()
        yield StepLog(step + 1, {name: term.detach() for name, term in terms.items()})
