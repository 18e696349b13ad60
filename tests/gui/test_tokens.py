import pytest

from hzl_client.ui import tokens


@pytest.mark.parametrize("theme", tokens.THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("fore", "back", "least"), tokens.PAIRS)
def test_every_pair_that_meets_on_screen_is_readable(theme, fore, back, least):
    ratio = tokens.contrast(getattr(theme, fore), getattr(theme, back))
    assert ratio >= least, f"{theme.name}: {fore} on {back} is {ratio:.2f}"


def test_contrast_is_the_formula_of_wcag():
    assert tokens.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert tokens.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert tokens.contrast("#123456", "#123456") == 1
