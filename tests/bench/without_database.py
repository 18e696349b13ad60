"""A delivery decrypted, verified, parsed and sealed: what the limit counts, no more.

python -m bench.without_database PROFILE RECORDING...; prints one JSON object. The
answer lies in a spool, as the network hands it over; what is sealed is thrown away
instead of written. It measures the last recording; those before make the client warm.
"""

import json
import sys
import time
from collections import deque
from pathlib import Path

from bench.recording import delivery_in
from hzl_client import compose
from hzl_client.keys.spool import SealedSpool
from hzl_client.keys.vault import MailboxKey
from hzl_client.model.credential import Identity
from hzl_client.model.octets import Octets
from hzl_client.osci import content, envelope, order
from hzl_client.osci.survey import surveyed
from hzl_client.sources.osci import OsciSource
from hzl_client.store import blobs
from hzl_client.xmlsec.policy import MODERN

_KEY = MailboxKey.new().new_record_key("bench")


def main() -> None:
    profile, *recordings = map(Path, sys.argv[1:])
    (entry,) = compose.mailboxes(profile)
    with compose.open_desk(entry) as desk:
        source = desk.fetch.source
        assert isinstance(source, OsciSource)
        for recording in recordings:
            answers = [delivery_in(recording)]
            started, used = time.perf_counter(), time.process_time()
            take_in(answers, source.identity)
            figures = {
                "seconds": round(time.perf_counter() - started, 4),
                "cpu_seconds": round(time.process_time() - used, 4),
            }
    sys.stdout.write(json.dumps(figures))


def take_in(answers: list[Octets], identity: Identity) -> None:
    """Takes the answer away: as in the client, nobody holds it once it is verified."""
    opened = envelope.open_envelope(
        answers.pop(), (identity.cipher,), MODERN, SealedSpool
    )
    message = surveyed(opened.message)
    read = order.read(message, SealedSpool)
    order.verify(read, MODERN)
    _seal({"message": message})
    package = content.open_package(read, identity.reader_keys, MODERN, SealedSpool)
    signed = [each for c in package.containers for each in c.signatures]
    if package.problems or not all(each.valid for each in signed) or not signed:
        raise SystemExit("a delivery that does not hold")
    contents = enumerate(package.contents)
    _seal({f"content-{number}": each.octets for number, each in contents})


def _seal(named: dict[str, Octets]) -> None:
    for name, octets in named.items():
        with blobs.sealed(_KEY, name, octets) as rows:
            deque(rows, maxlen=0)


if __name__ == "__main__":
    main()
