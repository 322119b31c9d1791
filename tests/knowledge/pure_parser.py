"""The parser that the reader falls back on where PyYAML was built without libyaml: the project's own class, not a copy."""

from __future__ import annotations

import importlib.util
import sys
from unittest.mock import patch

from hrsi_cli.knowledge import yaml_reader


def pure_parser() -> type:
    """The parser of the reader, as it is when ``yaml.cyaml`` cannot be imported."""
    spec = importlib.util.spec_from_file_location("reader_without_libyaml", yaml_reader.__file__)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with patch.dict(sys.modules, {"yaml.cyaml": None, spec.name: module}):
        spec.loader.exec_module(module)
    parser: type = module._Parser
    return parser


PureParser = pure_parser()
