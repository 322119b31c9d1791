"""How often to try a property: a thousand examples in CI, the same ones each time; a hundred thousand by night, new ones.

python -m pytest tests/fuzz tests/knowledge/test_plan_properties.py --hypothesis-profile nightly
"""

from __future__ import annotations

from hypothesis import settings

NIGHTLY = settings.default is not None and settings.default.max_examples > 1000
EVERY = settings() if NIGHTLY else settings(max_examples=1000, derandomize=True)
"""A thousand examples each, found anew from the test itself, so that a red build stays red until it is mended."""
