"""How `lbaviz lab` runs JupyterLab, and the page extension that runs the first cell."""
