"""How much of the way from source only to target only a method between two domains goes."""


def coverage(adapted: float, source_only: float, target_only: float) -> float | None:
    """Return the share of the gap between source only (0) and target only (1) that adaptation closes; any number.

    None where there is no gap. Source: ADA sec. 3.3 (SEMANTICS 40); the three are errors or accuracies.
    """
    gap = target_only - source_only
    return (adapted - source_only) / gap if gap else None
