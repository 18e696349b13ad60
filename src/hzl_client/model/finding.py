"""Something noticed that did not stop the work: a named entry, never a switch."""

from dataclasses import dataclass

# Worth keeping, but nobody has to do anything about this message.
_QUIET = frozenset({"short-key"})


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is stable and has a German sentence in `texts`; `detail` holds no
    personal data: an algorithm name, a path in the XML, a size, a fingerprint."""

    code: str
    detail: str = ""

    @property
    def quiet(self) -> bool:
        """It stands among the checks and marks no message."""
        return self.code in _QUIET
