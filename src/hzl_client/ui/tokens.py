"""Design tokens: the spacing scale and the colours of each theme, in one place.

Colour never speaks alone: every state has a word or a symbol as well. The contrast of
each pair that meets on screen is computed by a test from `PAIRS`.
"""

from dataclasses import dataclass, fields
from typing import Final

# Spacing in device-independent pixels of a 9 pt system font; `ui.theme` scales with it.
XS: Final = 4
S: Final = 8
M: Final = 12
L: Final = 16
XL: Final = 24
RADIUS: Final = 5
FOCUS: Final = 2  # never thinner (EN 301 549, 11.5.2)


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #rrggbb. `text_*` stand on `window`, `surface` and `selected`."""

    name: str
    dark: bool
    window: str  # toolbar, folders, status line
    surface: str  # lists, fields, dialogs
    sunken: str  # the ground behind paper
    selected: str
    hover: str
    line: str  # quiet separators
    border: str  # borders of controls, 3:1
    text: str
    muted: str
    faint: str  # what cannot be used now; still to be read
    accent: str  # links, primary button, marks
    on_accent: str
    accent_hover: str
    focus: str
    good: str
    warn: str
    bad: str
    warn_ground: str
    bad_ground: str
    good_ground: str
    neutral_ground: str
    blue: str  # of labels, which say by their words what they mean
    teal: str
    violet: str
    brown: str
    blue_ground: str
    teal_ground: str
    violet_ground: str
    brown_ground: str
    practice: str
    on_practice: str


LIGHT: Final = Theme(
    name="light",
    dark=False,
    window="#f3f5f8",
    surface="#ffffff",
    sunken="#dfe3e9",
    selected="#dfeafb",
    hover="#eef3fa",
    line="#d5dae1",
    border="#75808e",
    text="#16202c",
    muted="#4f5b69",
    faint="#7b8694",
    accent="#0b5cad",
    on_accent="#ffffff",
    accent_hover="#094b8e",
    focus="#0b5cad",
    good="#146c3a",
    warn="#7a4b00",
    bad="#a4161a",
    warn_ground="#fff3d6",
    bad_ground="#fdeceb",
    good_ground="#e6f4ea",
    neutral_ground="#e9edf2",
    blue="#1d4f91",
    teal="#0f5f63",
    violet="#6a2c8f",
    brown="#7a3e12",
    blue_ground="#e3edfa",
    teal_ground="#dcf1f1",
    violet_ground="#f3e6fa",
    brown_ground="#fbeadd",
    practice="#6f1d9b",
    on_practice="#ffffff",
)

DARK: Final = Theme(
    name="dark",
    dark=True,
    window="#1d2127",
    surface="#15181d",
    sunken="#0d0f12",
    selected="#1f3a5c",
    hover="#232a33",
    line="#363d47",
    border="#7f8a98",
    text="#eceff3",
    muted="#b3bcc8",
    faint="#7f8a98",
    accent="#7ab8ff",
    on_accent="#06182b",
    accent_hover="#a3cdff",
    focus="#7ab8ff",
    good="#7ddc9b",
    warn="#f6c667",
    bad="#ff9d98",
    warn_ground="#3a2e12",
    bad_ground="#431d1d",
    good_ground="#163322",
    neutral_ground="#2a313a",
    blue="#9cc4ff",
    teal="#74d6d2",
    violet="#d9a8f5",
    brown="#f0b68a",
    blue_ground="#1b2f4d",
    teal_ground="#123536",
    violet_ground="#371f47",
    brown_ground="#402a18",
    practice="#d9a8f5",
    on_practice="#2a0540",
)

HIGH_CONTRAST: Final = Theme(
    name="high-contrast",
    dark=True,
    window="#000000",
    surface="#000000",
    sunken="#000000",
    selected="#00336b",
    hover="#1a1a1a",
    line="#ffffff",
    border="#ffffff",
    text="#ffffff",
    muted="#ffffff",
    faint="#a6a6a6",
    accent="#ffff00",
    on_accent="#000000",
    accent_hover="#ffffff",
    focus="#ffff00",
    good="#5cff8f",
    warn="#ffd84d",
    bad="#ffb0ab",
    warn_ground="#000000",
    bad_ground="#000000",
    good_ground="#000000",
    neutral_ground="#000000",
    blue="#9ecbff",
    teal="#7df3ee",
    violet="#e7b8ff",
    brown="#ffc79e",
    blue_ground="#000000",
    teal_ground="#000000",
    violet_ground="#000000",
    brown_ground="#000000",
    practice="#ffff00",
    on_practice="#000000",
)

THEMES: Final = (LIGHT, DARK, HIGH_CONTRAST)

_GROUNDS = ("window", "surface", "selected", "hover")
_STRIPS = ("neutral_ground", "good_ground", "warn_ground", "bad_ground")
PAIRS: Final = (
    # (foreground, background, least contrast): 4.5 for text, 3 for parts of controls
    *((fore, back, 4.5) for fore in ("text", "muted") for back in _GROUNDS),
    *((f, b, 4.5) for f in ("good", "warn", "bad", "accent") for b in _GROUNDS),
    *((f, f"{f}_ground", 4.5) for f in ("good", "warn", "bad")),
    *(("text", ground, 4.5) for ground in _STRIPS),
    *((f, "neutral_ground", 4.5) for f in ("muted", "accent", "good", "warn", "bad")),
    *((fore, "sunken", 4.5) for fore in ("text", "muted")),
    ("muted", "warn_ground", 4.5),  # a field that a search found
    ("border", "warn_ground", 3.0),
    *((f, f"{f}_ground", 4.5) for f in ("blue", "teal", "violet", "brown")),
    ("on_accent", "accent", 4.5),
    ("on_accent", "accent_hover", 4.5),
    ("on_practice", "practice", 4.5),
    *(("border", back, 3.0) for back in (*_GROUNDS, *_STRIPS)),
    *(("faint", back, 3.0) for back in ("window", "surface", "neutral_ground")),
    *(("focus", back, 3.0) for back in (*_GROUNDS, *_STRIPS, "sunken")),
    *((tone, "sunken", 3.0) for tone in ("accent", "border")),
)


def luminance(colour: str) -> float:
    """Relative luminance as in WCAG 2.2."""

    def linear(channel: int) -> float:
        c = channel / 255
        return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(fore: str, back: str) -> float:
    """From 1 (same) to 21 (black on white)."""
    light, dark = sorted((luminance(fore), luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(theme: Theme) -> dict[str, str]:
    """Every colour by name, for the style sheet's `@name` places."""
    return {
        f.name: getattr(theme, f.name)
        for f in fields(theme)
        if f.name not in {"name", "dark"}
    }
