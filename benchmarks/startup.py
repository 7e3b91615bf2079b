"""How long do `import lbaviz` and `lbaviz --help` take, and how much memory does an MNIST run? As whole processes.

    LBAVIZ_DATA=... python benchmarks/startup.py [--steps 100]

The run evaluates, records and judges the test set at the end, as `lbaviz train` does; its peak is what the system
counted (resident).
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 5
COMMANDS = {
    "python alone": ["-c", "pass"],
    "import lbaviz (at most 0.3 s, aim 0.1)": ["-c", "import lbaviz"],
    "lbaviz --help (at most 0.5 s, aim 0.2)": ["-m", "lbaviz", "--help"],
}


def run(arguments: list[str]) -> tuple[float, float]:
    """Run Python with these arguments; return wall seconds and peak MB."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{arguments} ended with {status}")
    return time.perf_counter() - began, usage.ru_maxrss / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=100, help="steps of the MNIST run")
    args = parser.parse_args()
    for arguments in COMMANDS.values():
        run(arguments)
    rounds = [{name: run(arguments)[0] for name, arguments in COMMANDS.items()} for _ in range(ROUNDS)]
    for name in COMMANDS:
        times = sorted(each[name] for each in rounds)
        print(f"{name}: {statistics.median(times):.3f} s ({times[0]:.3f} to {times[-1]:.3f} in {ROUNDS} runs)")
    with tempfile.TemporaryDirectory() as folder:
        record = ["--record", f"{folder}/run.lba", "--labels-per-class", "10", "--baseline"]
        _, peak = run(["-m", "lbaviz", "train", "association", "--data", "mnist", "--steps", str(args.steps), *record])
    print(f"peak memory of an MNIST run with baseline, {args.steps} steps: {peak:.0f} MB; at most 1500, aim 1000")


if __name__ == "__main__":
    main()
