"""The rows of table `meta`: JSON by key; what must not be damaged unnoticed has a checksum beside it."""

import json
import sqlite3
import zlib

SEALED = ("about", "config", "environment")


def put(connection: sqlite3.Connection, key: str, value) -> None:
    """Write one row, and its checksum if it has one."""
    text = json.dumps(value)
    rows = [(key, text)]
    if key in SEALED:
        rows.append((_seal(key), json.dumps(zlib.crc32(text.encode()))))
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)


def parse(rows: dict[str, str]) -> dict:
    """Return the values of all rows; ValueError if one is damaged, KeyError if there is no configuration."""
    meta = {key: json.loads(text) for key, text in rows.items()}
    for key in SEALED:
        if key in rows and meta.get(_seal(key)) not in (None, zlib.crc32(rows[key].encode())):
            raise ValueError(f"the checksum of '{key}' differs")
    if not isinstance(meta["about"], dict):
        raise ValueError("'about' is no object")
    return meta


def parse_one(text: str):
    """Return the value of a row that anybody may have written; None if it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, TypeError):
        return None


def _seal(key: str) -> str:
    return f"{key}_crc32"
