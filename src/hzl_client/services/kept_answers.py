"""Answers of the intermediary that nobody vouches for, and the way out for IT."""

from dataclasses import dataclass
from pathlib import Path

from hzl_client.errors import ExportTargetUnusable, NoSuchEvidence
from hzl_client.exports import one_file
from hzl_client.model.evidence import Evidence
from hzl_client.services.shelf import Shelf


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    shelf: Shelf

    def all(self) -> tuple[Evidence, ...]:
        """The newest first."""
        return self.shelf.evidence()

    def save(self, beginning: str, target: Path) -> Evidence:
        """By the beginning of its id. What is written there is not sealed any more."""
        found = [each for each in self.all() if each.id.startswith(beginning.lower())]
        if len(found) != 1:
            raise NoSuchEvidence("not exactly one", found=len(found))
        if target.exists():
            raise ExportTargetUnusable("there is something of this name")
        one_file.write(self.shelf.evidence_octets(found[0]), target)
        return found[0]
