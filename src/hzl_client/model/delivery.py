"""What a source hands over: a delivery as received, and the same delivery opened."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from hzl_client.model.finding import Finding
from hzl_client.model.octets import Octets


@dataclass(frozen=True, slots=True)
class Delivery:
    """One authentic delivery, complete, as it has to be stored before anything else.

    `message` is the decrypted order message byte for byte (its contents are still
    end-to-end encrypted). `content_digest` (hex SHA-256) covers ContentPackage and
    attachments only: equal for the same delivery handed out twice.
    """

    message_id: str
    subject: str
    message: Octets
    content_digest: str
    submitted_at: datetime | None  # Creation of the process card
    findings: tuple[Finding, ...] = ()


class Trust(Enum):
    """Of one content: covered by valid author signatures only, none, or a bad one."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Content:
    """One content or attachment in clear.

    `path` as in the OSCI manifests (`enc/contentcontainer1/content0/cid:a.pdf`);
    `name` is the Content-ID of an attachment, empty for a content without one; it is
    foreign text and never a path on disk.
    """

    path: str
    kind: str  # "content" | "attachment"
    name: str
    media_type: str
    octets: Octets
    trust: Trust


@dataclass(frozen=True, slots=True)
class AuthorSignature:
    """One ds:Signature of a container; `valid` says mathematics, not who it was.

    `rest_valid`: not valid only because attachments it covers are lost; the value and
    the digest of every part that is there held.
    """

    container: str  # path
    algorithm: str
    digest: str
    signer: bytes  # certificate DER, empty if it could not be found
    signing_time: str  # as written by the signer, empty if absent
    valid: bool
    rest_valid: bool = False


@dataclass(frozen=True, slots=True)
class OpenedDelivery:
    """What could be read of a delivery, and every reason why something could not.

    `problems` are codes of `errors` (`no-recipient-key`, `author-signature`, …) in
    document order; an empty tuple means everything was readable and intact.
    """

    message_id: str
    subject: str
    contents: tuple[Content, ...]
    signatures: tuple[AuthorSignature, ...]
    problems: tuple[Finding, ...]
    findings: tuple[Finding, ...]
