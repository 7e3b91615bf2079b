"""Tables of the papers, recomputed: cells trained once, kept, and set beside the paper's numbers."""

from lbaviz.errors import BadInput, nearest
from lbaviz.tables.adc import TABLES as _ADC
from lbaviz.tables.cells import Cell
from lbaviz.tables.domains import TABLES as _DOMAINS
from lbaviz.tables.fine_tuning import TABLES as _FINE_TUNING
from lbaviz.tables.lba import TABLES as _LBA
from lbaviz.tables.nouns import SCALES, Entry, Table
from lbaviz.tables.results import results
from lbaviz.tables.store import Store

TABLES = {table.name: table for table in (*_LBA, *_FINE_TUNING, *_DOMAINS, *_ADC)}


def named(name: str) -> Table:
    """Return the table of that name; BadInput names the nearest."""
    if name not in TABLES:
        raise BadInput(f"there is no table '{name}'.{nearest(name, TABLES)}")
    return TABLES[name]


__all__ = ["SCALES", "TABLES", "Cell", "Entry", "Store", "Table", "named", "results"]
