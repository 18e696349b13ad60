"""One way a request may take: direct, or through a proxy that may want a log-in."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Route:
    """`proxy` is its address without user and password, empty for the direct way."""

    proxy: str = ""
    user: str = ""
    password: str = field(default="", repr=False)


DIRECT = Route()
