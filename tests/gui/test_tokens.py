import re
from collections import Counter

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QLineEdit

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


def drawn_contrast(line):
    """Of the strongest pixel of what it shows, over its ground."""
    image = line.grab(QRect(6, 6, line.width() - 12, line.height() - 12)).toImage()
    across, down = range(image.width()), range(image.height())
    colours = Counter(image.pixelColor(x, y).name() for x in across for y in down)
    ground = colours.most_common(1)[0][0]
    return max(tokens.contrast(colour, ground) for colour in colours)


@pytest.fixture
def themed(look):
    def show(theme):
        look.set_theme(theme)
        QApplication.processEvents()

    yield show
    look.set_theme(tokens.LIGHT)


@pytest.mark.parametrize("theme", tokens.THEMES, ids=lambda theme: theme.name)
def test_what_an_empty_line_asks_for_is_readable(qtbot, themed, theme):
    line = QLineEdit()
    qtbot.addWidget(line)
    line.setPlaceholderText("Suchen (Strg+F)")
    line.resize(240, 32)
    themed(theme)
    line.show()
    assert drawn_contrast(line) >= 4.5
