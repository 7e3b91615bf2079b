"""Which evaluation of a training each way of model selection chooses, and the test error there.

On two domains the test error is the target's. "validation" sees labels of the source, "consistency" those of the
source's probe set, "entropy" none; "test" is no honest choice: it looks at the test error itself, as the papers did.
Of clusters, "silhouette" and "consistency" (of walks from the centroids) see no label.
"""

CRITERIA = {  # name of the choice: (series of the recording, whether its highest value is chosen)
    "validation": ("validation_error", False),
    "entropy": ("mutual_information", True),  # the entropy alone would choose a collapsed network: session.spread
    "consistency": ("walk_consistency", True),
    "silhouette": ("silhouette", True),
    "test": ("test_error", False),
}
ERRORS = {  # columns of the store, in per cent
    "validation": "test_error_best",
    "entropy": "test_error_entropy",
    "consistency": "test_error_consistency",
    "silhouette": "test_error_silhouette",
    "test": "test_error_minimum",
}
STEPS = {name: f"step_{name}" for name in CRITERIA}


def chosen(metrics, after: int = -1) -> dict[str, str]:
    """Return test error and step of each choice, by the names of ERRORS and STEPS; none without the series it looks at.

    metrics: the table of `run.metrics()`, with the test error of each evaluation. Evaluations after step `after` count;
    of equals the earliest.
    """
    table = metrics[metrics["step"] > after].pivot(index="step", columns="name", values="value")
    if "test_error" not in table:
        return {}
    table, found = table[table["test_error"].notna()], {}
    for name, (series, highest) in CRITERIA.items():
        if series in table and table[series].notna().any():
            step = table[series].idxmax() if highest else table[series].idxmin()
            found |= {ERRORS[name]: f"{table['test_error'][step]:.2f}", STEPS[name]: str(step)}
    return found
