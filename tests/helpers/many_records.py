"""Thousands of sealed records in a real mailbox, put there in one transaction.

Only what a list shows of them: a card, no message and no contents.
"""

from datetime import UTC, datetime, timedelta
from random import Random

from hzl_client.model.application import Summary
from hzl_client.model.delivery import Delivery
from hzl_client.model.finding import Finding
from hzl_client.model.octets import MemoryOctets
from hzl_client.store import schema
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
    )


def fill(mailbox: Mailbox, count: int, newest: datetime | None = None) -> None:
    """As if they had been fetched and opened, one every minute until `newest`."""
    newest = newest or datetime.now(UTC)
    with mailbox._database.writing() as connection:
        for number in range(count):
            at = newest - timedelta(minutes=number)
            noticed = (Finding("unsigned-content"),) if number % 10 == 0 else ()
            card = Card("Antrag", noticed, summary(number))
            digest = f"{number:064x}"
            message = MemoryOctets(b"order message %d" % number)
            id_ = f"urn:beispiel:viele:{number}"
            delivery = Delivery(id_, "Antrag", message, digest, at)
            mailbox._insert(connection, delivery, card, digest.encode(), at)
        connection.execute(
            schema.records.update()
            .where(schema.records.c.message_id.like("urn:beispiel:viele:%"))
            .values(opened=True)
        )
