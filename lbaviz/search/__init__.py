"""Random search over the knobs of a method, as in ADC 3.2, by one worker or by many that share a storage."""

from lbaviz.search.beginning import search
from lbaviz.search.results import Search, Standing, open
from lbaviz.search.space import Range
from lbaviz.search.spec import Spec
from lbaviz.search.working import News

__all__ = ["News", "Range", "Search", "Spec", "Standing", "open", "search"]
