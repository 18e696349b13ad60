"""Export one message to a folder; the message stays where it is."""

from dataclasses import dataclass
from pathlib import Path

from hzl_client.exports.base import Exporter, ExportItem, ExportReport
from hzl_client.services.shelf import Shelf
from hzl_client.services.understanding import Understanding


@dataclass(frozen=True, slots=True)
class ExportRecord:
    shelf: Shelf
    understanding: Understanding
    exporter: Exporter

    def run(self, record_id: str, target: Path) -> ExportReport:
        """The original always goes along; without a readable application it is all."""
        record = self.shelf.record(record_id)
        contents = self.shelf.contents(record_id)
        understood = self.understanding.of(contents)
        message = self.shelf.message(record_id)
        item = ExportItem(record, message, understood.application, contents)
        report = self.exporter.export(item, target)
        self.shelf.add_event(record_id, "exported", f"{len(report.files)} Dateien")
        return report
