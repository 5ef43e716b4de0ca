"""Rows as CSV, JSON lines or Parquet, written while they are read.

Amounts are exact: plain decimal numbers in CSV and JSON lines, decimal128 in Parquet. Times are UTC with a Z.
"""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from typing import IO, TYPE_CHECKING

from chipnews.errors import WriteFailed
from chipnews.queries.rows import Cell, CellType, Rows
from chipnews.rendering.json_value import json_value

if TYPE_CHECKING:
    import pyarrow

_PARQUET_ROWS = 10_000
# A spreadsheet would run a cell that begins so as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(rows: Rows) -> Iterator[str]:
    """Yield lines of CSV (RFC 4180), the names of the columns first.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for cells in _with_head(rows):
        writer.writerow([_csv_cell(cell) for cell in cells])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def jsonl_lines(rows: Rows) -> Iterator[str]:
    """Yield one JSON object a row."""
    names = [name for name, _ in rows.columns]
    for cells in rows.rows:
        values = {name: json_value(cell) for name, cell in zip(names, cells, strict=True)}
        # ASCII, as a text may hold halves of surrogate pairs, which UTF-8 cannot.
        yield json.dumps(values) + "\n"


def write_parquet(rows: Rows, file: IO[bytes]) -> None:
    """Write the rows as Parquet. Raises WriteFailed when pyarrow, the extra `parquet`, is not installed."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetWriter
    except ModuleNotFoundError:
        raise WriteFailed(
            "Parquet needs pyarrow, which is not installed. Run: pip install 'chipnews[parquet]'"
        ) from None
    schema = pyarrow.schema([(name, _arrow_type(kind)) for name, kind in rows.columns])
    with ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(islice(rows.rows, _PARQUET_ROWS)):
            columns = [
                pyarrow.array([_arrow_cell(cells[place]) for cells in batch], field.type)
                for place, field in enumerate(schema)
            ]
            writer.write_batch(pyarrow.record_batch(columns, schema=schema))


def _with_head(rows: Rows) -> Iterator[tuple[Cell, ...]]:
    yield tuple(name for name, _ in rows.columns)
    yield from rows.rows


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case Decimal():
            return format(cell, "f")
        case datetime():
            return cell.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case str():
            text = _whole(cell).replace("\0", "")
            return f"'{text}" if text.startswith(_FORMULA) else text
    return str(cell)


def _arrow_cell(cell: Cell) -> Cell:
    return _whole(cell) if isinstance(cell, str) else cell


def _whole(text: str) -> str:
    """Return the text with halves of surrogate pairs, which UTF-8 cannot hold, replaced."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _arrow_type(kind: CellType) -> "pyarrow.DataType":
    import pyarrow

    match kind:
        case "boolean":
            return pyarrow.bool_()
        case "integer":
            return pyarrow.int64()
        case "float":
            return pyarrow.float64()
        case "text":
            return pyarrow.string()
        case "amount":
            return pyarrow.decimal128(38, 10)
        case "date":
            return pyarrow.date32()
        case "time":
            return pyarrow.timestamp("us", tz="UTC")
