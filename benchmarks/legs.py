"""Competitors in processes of their own that run in turn, and the ratios of their speeds."""

import multiprocessing
import statistics
import time
from collections.abc import Callable

ROUNDS = 5


class Leg:
    """One competitor. setup(*arguments) runs in a new process and returns the function that takes n steps there.

    clock: "wall", or "cpu" for the process's own seconds, which other programs disturb less (with one thread only).
    """

    def __init__(self, clock: str, setup: Callable, *arguments):
        spawn = multiprocessing.get_context("spawn")
        self._here, there = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(there, clock, setup, arguments), daemon=True)
        self._process.start()
        there.close()

    def rate(self, steps: int) -> float:
        """Take so many steps and return steps/s."""
        self._here.send(steps)
        return steps / self._here.recv()

    def close(self) -> None:
        self._here.send(None)
        self._process.join(60)


def _serve(pipe, clock: str, setup: Callable, arguments: tuple) -> None:
    now = {"wall": time.perf_counter, "cpu": time.process_time}[clock]
    take = setup(*arguments)
    while (steps := pipe.recv()) is not None:
        began = now()
        take(steps)
        pipe.send(now() - began)


def rounds_of(legs: dict[str, Callable[[int], float]], steps: int, warm_up: int) -> list[dict[str, float]]:
    """Return the rates of each round; a leg takes `steps` steps in its turn, after a warm-up."""
    for rate in legs.values():
        rate(warm_up)
    return [{name: rate(steps) for name, rate in legs.items()} for _ in range(ROUNDS)]


def ratio(rounds: list[dict[str, float]], name: str, against: str) -> str:
    """Return the ratio of two rates in words: median, and the spread over the rounds."""
    ratios = sorted(rates[name] / rates[against] for rates in rounds)
    return f"{statistics.median(ratios):.2f}x ({ratios[0]:.2f} to {ratios[-1]:.2f} in {len(ratios)} pairs)"


def median(rounds: list[dict[str, float]], name: str) -> float:
    return statistics.median(rates[name] for rates in rounds)
