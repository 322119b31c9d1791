"""How long to fuzz: a thousand examples a property in CI, the same ones each time; a hundred thousand by night, new ones.

python -m pytest tests/fuzz --hypothesis-profile nightly
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("nightly", max_examples=100_000, derandomize=False, print_blob=True)
