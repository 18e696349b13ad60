import re

import pytest

from hzl_client import resources
from hzl_client.ui import tokens

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
GROUND = re.compile(r"background(?:-color)?: @(\w+)")
TEXT = re.compile(r"(?<![-\w])color: @(\w+)")
CHOSEN = re.compile(r"selection-background-color: @(\w+);\s*selection-color: @(\w+)")


@pytest.mark.parametrize("theme", tokens.THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("fore", "back", "least"), tokens.PAIRS)
def test_every_pair_that_meets_on_screen_is_readable(theme, fore, back, least):
    ratio = tokens.contrast(getattr(theme, fore), getattr(theme, back))
    assert ratio >= least, f"{theme.name}: {fore} on {back} is {ratio:.2f}"


def test_contrast_is_the_formula_of_wcag():
    assert tokens.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert tokens.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert tokens.contrast("#123456", "#123456") == 1


def said_together():
    """Foreground and ground that one rule of the style sheet names."""
    sheet = re.sub(
        r"/\*.*?\*/", "", resources.read("style.qss").decode(), flags=re.DOTALL
    )
    for rule in RULE.finditer(sheet):
        body = rule.group(2)
        for back, fore in CHOSEN.findall(body):
            yield fore, back, rule.group(1).strip()
        body = CHOSEN.sub("", body)
        fore, back = TEXT.search(body), GROUND.search(body)
        if fore and back:
            yield fore.group(1), back.group(1), rule.group(1).strip()


def test_every_pair_of_the_style_sheet_is_among_those_computed():
    known = {(fore, back) for fore, back, _least in tokens.PAIRS}
    found = [*said_together()]
    assert len(found) > 8
    assert [each for each in found if each[:2] not in known] == []


def test_every_colour_is_in_a_pair_or_only_decorates():
    paired = {name for fore, back, _least in tokens.PAIRS for name in (fore, back)}
    assert tokens.colours(tokens.LIGHT).keys() - paired == {"line"}
