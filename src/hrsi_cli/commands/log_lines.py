"""Lines that a build system would take for an order instead of text."""

from __future__ import annotations

import re

_ORDER = re.compile(rb"^((?:\x1b\[[0-9;]*m|[ \t])*)(::)|(##(?:vso|teamcity)?\[)", re.MULTILINE)


def without_orders(content: bytes) -> bytes:
    """UTF-8 text in which nothing reads as a workflow command of GitHub, Azure or TeamCity.

    GitHub obeys a line that begins with two colons, even behind blanks; the others look for their mark
    anywhere. The first sign of each is written as an escape.
    """
    return _ORDER.sub(_escape, content) if b"::" in content or b"##" in content else content


def _escape(match: re.Match[bytes]) -> bytes:
    return match[1] + rb"\x3a:" if match[2] else rb"\x23" + match[3][1:]
