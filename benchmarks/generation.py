"""How fast are data sets made? Images a minute, of the clock and of the processor (which other programs disturb less).

    python benchmarks/generation.py [NAME ...]

Everything counts: reading MNIST and the photographs too. OMP_NUM_THREADS=1 says what one core does.
"""

import argparse
import time

from lbaviz.data import generate
from lbaviz.data.generated import GENERATORS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", default=list(GENERATORS))
    for name in parser.parse_args().names:
        clock, processor = time.perf_counter(), time.process_time()
        data = generate(name)
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
        count = len(data.images) + len(data.test_images)
        print(
            f"{name}: {count:,} images in {clock:.1f} s, {count / clock * 60:,.0f} a minute; "
            f"{processor:.1f} s of one core, {count / processor * 60:,.0f} a minute; checksum {data.checksum()}"
        )


if __name__ == "__main__":
    main()
