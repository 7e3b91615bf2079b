"""Where the trials of a search lie: a journal file on this machine, or a database that many machines reach."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lbaviz.errors import BadInput, RunFailed
from lbaviz.search import journal

TRIES = 5  # two workers that make the tables of a new database at one time get into each other's way


def optuna():
    """Return the module; BadInput where it is not installed."""
    try:
        import optuna
    except ImportError:
        raise BadInput(
            "a search needs Optuna, which is not installed: pip install 'lbaviz[search]' (in a clone '.[search]')"
        ) from None
    optuna.logging.set_verbosity(optuna.logging.WARNING)  # it would print a line for each of our own
    return optuna


def is_url(where: str | Path) -> bool:
    return "://" in str(where)


def shown(where: str | Path) -> str:
    """Return a storage as it may be printed: without a password."""
    if not is_url(where):
        return str(where)
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(str(where)).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return str(where).split("://")[0] + "://..."


def open_storage(where: str | Path, new: bool = True):
    """Return Optuna's storage. new=False: it must be there. BadInput for a file that is no journal, or a database that
    does not answer or is written wrongly.
    """
    storages = optuna().storages
    if is_url(where):
        return _database(str(where), storages)
    path = Path(where)
    if not new and not path.exists():
        raise BadInput(f"{path} does not exist: give the --storage of a search")
    with answering(where):
        return storages.JournalStorage(journal.backend(path))


def _database(url: str, storages):
    from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, OperationalError, ProgrammingError

    scheme, _, rest = url.partition("://")
    driver = "postgresql+psycopg" if scheme in ("postgresql", "postgres") else scheme
    for attempt in range(TRIES):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return storages.RDBStorage(f"{driver}://{rest}", engine_kwargs={"pool_pre_ping": True})
        except OperationalError as error:
            raise BadInput(f"{shown(url)} does not answer ({_reason(error)}): is the database there?") from None
        except (ArgumentError, NoSuchModuleError, ValueError):
            break
        except ImportError:
            raise BadInput(
                f"a search in a database needs its driver, which is not installed for {shown(url)}: for PostgreSQL "
                "pip install 'lbaviz[search]' (in a clone '.[search]')"
            ) from None
        except (IntegrityError, ProgrammingError) as error:
            if attempt == TRIES - 1:
                raise BadInput(f"{shown(url)} cannot be used ({_reason(error)}): give another database") from None
    raise BadInput(f"{shown(url)} is no address of a database: write postgresql://user:password@host/database")


def _reason(error) -> str:
    """Return the first line of what the database says."""
    said = str(getattr(error, "orig", None) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__


@contextmanager
def answering(where: str | Path) -> Iterator[None]:
    """Say in one sentence that a storage has gone or was damaged in the middle of a search."""
    try:
        yield
    except (BadInput, RunFailed):
        raise
    except Exception as error:
        if not _of_storage(error, is_url(where)):
            raise
        raise RunFailed(
            f"{shown(where)} cannot be used any more ({_reason(error)}): finished trials are kept in it; see to it and "
            "start the same command again"
        ) from error


def _of_storage(error: Exception, database: bool) -> bool:
    if not database:
        return isinstance(error, OSError | ValueError) and not isinstance(error, BadInput)
    from sqlalchemy.exc import SQLAlchemyError

    return isinstance(error, SQLAlchemyError | optuna().exceptions.StorageInternalError)
