"""A practice intermediary inside the test process, with keys made once per session."""

import tempfile
from functools import cache
from pathlib import Path

from hzl_client.intermediary import pki
from hzl_client.intermediary.pki import PracticePki


@cache
def _pki_folder() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="practice-pki-")


@cache
def practice_pki() -> PracticePki:
    """The same keys for the whole session: making them costs half a second."""
    return pki.create(Path(_pki_folder().name) / "pki")
