"""What the page for IT shows as an overlay is one."""

import re
from pathlib import Path

from hzl_client.standards import overlay_file
from hzl_client.standards.values import Format

PAGE = Path(__file__).parents[3] / "docs" / "anpassung.md"


def test_the_example_counts_and_shows_everything():
    text = PAGE.read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    overlay = overlay_file.parse("beispiel.json", example.encode())
    assert all((overlay.names, overlay.groups, overlay.order, overlay.areas))
    assert all((overlay.hidden, overlay.columns))


def test_every_type_and_area_is_named():
    text = PAGE.read_text(encoding="utf-8")
    for name in (*overlay_file.TYPES, *overlay_file.AREAS):
        assert f"`{name}`" in text
    assert f"`{Format.FILE.value}`" not in text
