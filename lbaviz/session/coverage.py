"""How far a run on two domains has come from source only to target only, at every evaluation."""

from lbaviz.recording import Recording

ENDS = ("baseline_target_validation_error", "baseline_target_only_validation_error")  # source only, target only


def know_ends(loop) -> None:
    """Give a loop's judge the two ends of the scale from its file, where both were trained to their last step.

    The evaluation of the untouched start came before them: its coverage is written now.
    """
    if not loop.plan.split.domains:
        return
    loop.writer.flush()
    recording = Recording(loop.writer.path)
    series = recording.series()
    if not recording.meta.get("baseline_done") or not all(name in series for name in ENDS):
        return
    loop.judge.ends = tuple(series[name]["value"][-1] for name in ENDS)
    errors = series.get("target_validation_error")
    if loop.step == 0 and errors:
        loop.writer.add_metrics(0, loop.judge.covered(errors["value"][0]))
