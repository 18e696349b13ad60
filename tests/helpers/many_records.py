"""Thousands of sealed records in a real mailbox, put there in one transaction.

Only what a list shows of them: a card, no message and no contents.
"""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import uuid4

from hzl_client.model.application import Summary
from hzl_client.model.finding import Finding
from hzl_client.model.record import Folder
from hzl_client.store import rows, schema
from hzl_client.store.mailbox import Mailbox
from hzl_client.store.records import Card

FAMILIES = (
    *("Müller", "Schmidt", "Groß", "Jäger", "Özdemir", "Łukasiewicz", "Weiß"),
    *("Nguyễn", "Bäcker", "Schröder", "von der Heide", "Testmann", "Beispiel"),
)
GIVEN = ("Änne", "Jonas", "Aurélie", "Karl-Heinz", "Zoë", "Søren", "Ute", "Michael")
PLACES = ("59505 Bad Sassendorf", "59999 Musterhausen", "50667 Köln", "48143 Münster")
FILES = ("Mietvertrag.pdf", "Kontoauszug März.pdf", "Ausweis.jpg", "Bescheid.pdf")


def summary(number: int) -> Summary:
    """A fictional application; the same number gives the same one."""
    chance = Random(number)  # noqa: S311
    family, given = chance.choice(FAMILIES), chance.choice(GIVEN)
    born = f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}"
    return Summary(
        title=f"{family}, {given}",
        service="Hilfe zum Lebensunterhalt",
        place=chance.choice(PLACES),
        application_date=f"{chance.randint(1, 28):02}.10.2026",
        persons=chance.randint(1, 5),
        documents=number % 5,
        birth_date=f"{born}.{chance.randint(1930, 2007)}",
        message_uuid=f"00000000-0000-4000-8000-{number:012}",
        case_id=f"V-{number:06}",
        people=(f"{family}, {given}", f"{family}, {chance.choice(GIVEN)}"),
        files=("Antrag.pdf", *FILES[: number % 5]),
    )


def fill(mailbox: Mailbox, count: int, newest: datetime | None = None) -> None:
    """As if they had been fetched and opened, one every minute until `newest`."""
    newest = newest or datetime.now(UTC)
    keys, records = [], []
    for number in range(count):
        key = mailbox._key.new_record_key(uuid4().hex)
        keys.append({"id": key.record, "wrapped": mailbox._key.wrap(key)})
        at = rows.to_number(newest - timedelta(minutes=number))
        noticed = (Finding("unsigned-content"),) if number % 10 == 0 else ()
        records.append(
            {
                "id": key.record,
                "message_id": f"urn:beispiel:viele:{number}",
                "mark": key.record.encode(),
                "folder": Folder.INBOX.value,
                "home": Folder.INBOX.value,
                "read": number % 3 == 0,
                "opened": True,
                "received_at": at,
                "submitted_at": at,
                "size": 100_000 + 977 * number,
                "card": rows.seal_card(key, Card("Antrag", noticed, summary(number))),
            }
        )
    with mailbox._database.writing() as connection:
        connection.execute(schema.keys.insert(), keys)
        connection.execute(schema.records.insert(), records)
