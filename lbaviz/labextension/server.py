"""JupyterLab on loopback, quiet and offline, with one notebook open in single-document mode."""

import json
import os
import signal
import socket
import sys
import tempfile
import threading
import webbrowser
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

from lbaviz.errors import BadInput

HOST = "127.0.0.1"
VIEW = "application/vnd.jupyter.widget-view+json"  # the type of output that is a widget
FIRST_PORT, LAST_PORT = 8888, 8899  # tried in turn, so that the address stays the same from day to day
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "defer"},  # "full" takes widgets out of the page
}


def serve(notebook: Path, *, port: int | None = None, browser: bool = True) -> int:
    """Serve the notebook until SIGTERM (0) or Ctrl-C (130, a second one ends at once); BadInput for a taken port."""
    notebook = notebook.resolve()
    port = free_port() if port is None else check_port(port)
    token = token_hex(24)
    with tempfile.TemporaryDirectory(prefix="lbaviz-lab-") as private:
        write_private_settings(Path(private), notebook.name)
        from jupyterlab.labapp import LabApp  # reads the environment at import, hence only now

        make_ready(notebook)
        server = LabApp.initialize_server(arguments(notebook.parent, port, token))
        interrupted = end_cleanly_on_interrupt(server)
        address = f"http://{HOST}:{port}/doc/tree/{quote(notebook.name)}?token={token}"
        announcing = threading.Thread(target=announce, args=(address, port, browser), daemon=True)
        server.io_loop.add_callback(announcing.start)  # after the callback in which the server begins to listen
        server.start()
    print("lbaviz lab has ended.")
    return 130 if interrupted.is_set() else 0


def arguments(folder: Path, port: int, token: str) -> list[str]:
    """Return the command line of the server; what stands here overrides a person's own Jupyter configuration."""
    options = {
        "ServerApp.ip": HOST,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": str(folder),
        "ServerApp.open_browser": False,
        "ServerApp.answer_yes": True,  # Ctrl-C ends it without a question
        "ServerApp.allow_root": hasattr(os, "geteuid") and os.geteuid() == 0,
        "ServerApp.log_level": "CRITICAL",
        "IdentityProvider.token": token,
        "KernelManager.transport_encryption": "auto",  # else the kernel warns in this terminal
        "LabApp.extension_manager": "readonly",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.extra_labextensions_path": str(Path(__file__).parent),
        "LabApp.log_level": "CRITICAL",
    }
    return [f"--{name}={value}" for name, value in options.items()]


def write_private_settings(folder: Path, notebook: str) -> None:
    """Point Jupyter to a private configuration: no news prompt, and the notebook whose first cell is to run.

    A person's theme and shortcuts (user settings) are kept; other Jupyter configuration of the machine stays out.
    """
    from jupyter_core.paths import jupyter_config_dir

    lab = folder / "labconfig"
    lab.mkdir()
    (lab / "page_config.json").write_text(json.dumps({"lbavizStart": notebook}))
    (lab / "default_setting_overrides.json").write_text(json.dumps(SETTINGS))
    os.environ.setdefault("JUPYTERLAB_SETTINGS_DIR", str(Path(jupyter_config_dir()) / "lab" / "user-settings"))
    os.environ["JUPYTER_CONFIG_DIR"] = str(folder)
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"  # this environment's kernel, not one in the home folder


def make_ready(notebook: Path) -> None:
    """Take out the views that died with their kernel, and mark the notebook as trusted, so that its output is shown.

    A stored view has a picture beside it, which then shows until its cell runs again; left in, JupyterLab would look
    for the view for two seconds and complain.
    """
    import nbformat
    from nbformat.sign import NotebookNotary

    content = nbformat.read(notebook, as_version=4)
    outputs = [output for cell in content.cells for output in cell.get("outputs", ())]
    dead = [output.data for output in outputs if VIEW in output.get("data", ())]
    for data in dead:
        del data[VIEW]
    if dead:
        written = notebook.with_name(f".{notebook.name}.new")
        nbformat.write(content, written)
        written.replace(notebook)
    NotebookNotary().sign(content)


def check_port(port: int) -> int:
    """Return the port; BadInput if it is no port or something else listens on it."""
    if not 0 < port < 65536:
        raise BadInput(f"port {port} is not between 1 and 65535: choose another with --port")
    if not is_free(port):
        raise BadInput(f"port {port} is in use on this machine: choose another with --port, or leave --port out")
    return port


def free_port() -> int:
    """Return the first free one of Jupyter's usual ports, or any free port."""
    for port in range(FIRST_PORT, LAST_PORT + 1):
        if is_free(port):
            return port
    with socket.create_server((HOST, 0)) as any_port:
        return any_port.getsockname()[1]


def is_free(port: int) -> bool:
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        return False
    return True


def announce(address: str, port: int, browser: bool) -> None:
    """Print the address and open a graphical browser if there is one."""
    opened = browser and has_screen() and webbrowser.open(address)
    print("A browser window opens. If not, open this address:" if opened else "Open this address in a browser:")
    print(f"\n    {address}\n")
    if "SSH_CONNECTION" in os.environ:
        print(f"From another computer, first run there: ssh -N -L {port}:{HOST}:{port} <this machine>")
    print("Ctrl-C ends it.", flush=True)


def has_screen() -> bool:
    """Is there a screen for a browser? Without one, webbrowser would start a text browser in this terminal."""
    hints = ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER")
    return sys.platform != "linux" or any(os.environ.get(hint) for hint in hints)


def end_cleanly_on_interrupt(server) -> threading.Event:
    """Make Ctrl-C end the server and its kernels without Jupyter's question; the event says that it came."""
    interrupted = threading.Event()

    def handle(sig: int, frame: object) -> None:
        interrupted.set()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        server.stop(from_signal=True)

    signal.signal(signal.SIGINT, handle)
    return interrupted
