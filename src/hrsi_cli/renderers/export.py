"""Exports of a portfolio for analysis elsewhere: flat rows as NDJSON or Parquet."""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterable
from typing import Any

from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.renderers.json_format import paint_json_line
from hrsi_cli.renderers.records.portfolio import EXPORT_COLUMNS, ExportRow


def paint_export(rows: Iterable[ExportRow], format: str) -> bytes:
    """The rows in a format; raises HrsiError when Parquet is wanted and its library is not installed."""
    if format == "ndjson":
        return b"".join(paint_json_line(dict(row)) for row in rows)
    return _paint_parquet(list(rows))


def _paint_parquet(rows: list[ExportRow]) -> bytes:
    # not a plain import: the library is an extra, and large
    try:
        arrow: Any = importlib.import_module("pyarrow")
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise HrsiError(Message("portfolio.no_parquet"), Message("portfolio.hint_parquet")) from error
    kinds = {"int": arrow.int32(), "float": arrow.float64(), "bool": arrow.bool_(), "text": arrow.string()}
    schema = arrow.schema([(name, kinds[kind]) for name, kind in EXPORT_COLUMNS])
    columns = [arrow.array([row[name] for row in rows], type=kinds[kind]) for name, kind in EXPORT_COLUMNS]  # type: ignore[literal-required]  # the names are those of the row
    buffer = io.BytesIO()
    parquet.write_table(arrow.Table.from_arrays(columns, schema=schema), buffer, compression="zstd")
    return buffer.getvalue()
