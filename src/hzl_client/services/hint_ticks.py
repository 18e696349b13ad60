"""Which hints of an application somebody has ticked as seen, and how many are open."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from hzl_client.model.hint import Hint
from hzl_client.model.work import Work
from hzl_client.services.shelf import Shelf


@dataclass(frozen=True, slots=True)
class HintTicks:
    shelf: Shelf

    def found(self, record_id: str, hints: tuple[Hint, ...]) -> Work:
        """Both sources have been read: how many are open is kept for the list."""
        return self._change(record_id, hints)

    def tick(
        self, record_id: str, hint: Hint, hints: tuple[Hint, ...], *, seen: bool
    ) -> Work:
        """`hints` are all of the application, `hint` the one of them that is meant."""
        return self._change(record_id, hints, hint, seen=seen)

    def _change(
        self,
        record_id: str,
        hints: tuple[Hint, ...],
        meant: Hint | None = None,
        *,
        seen: bool = False,
    ) -> Work:
        now, after = datetime.now(UTC), Work()

        def change(work: Work) -> Work:
            nonlocal after
            ticked = dict(work.seen)
            if meant is not None:
                # An older tick of this check was for other evidence.
                ticked = {k: at for k, at in ticked.items() if not _of(meant, k)}
                if seen:
                    ticked[meant.key] = now
            left = sum(hint.key not in ticked for hint in hints)
            after = replace(work, seen=ticked, open_hints=left)
            return after

        code = "hint-seen" if seen else "hint-open"
        event = (code, meant.gist) if meant is not None else None
        self.shelf.change_work(record_id, change, event)
        return after


def _of(hint: Hint, key: str) -> bool:
    return key.rpartition(":")[0] == hint.id
