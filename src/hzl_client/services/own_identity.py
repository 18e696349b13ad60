"""Whether certificates fit a mailbox today, and what becomes of its own ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hzl_client.errors import Fact, IdentityRefused
from hzl_client.keys import identity as identities
from hzl_client.model.credential import Credential, Identity, fingerprint
from hzl_client.services.certificate import CertificateFacts, certificate_facts
from hzl_client.services.trust import ExpectedAuthors
from hzl_client.settings import MailboxSettings

_REFUSED = {
    "certificate-expired": ("expired", "until"),
    "certificate-not-yet-valid": ("not-yet-valid", "since"),
}


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """`address`: the mailbox lies at the intermediary under it, `signs` requests,
    `reads` contents that are encrypted for it."""

    facts: CertificateFacts
    address: bool
    signs: bool
    reads: bool


def listed(identity: Identity, now: datetime) -> tuple[OwnCertificate, ...]:
    readers = identity.reader_keys
    return tuple(
        OwnCertificate(
            certificate_facts(each.certificate, now),
            address=each == identity.cipher,
            signs=each == identity.signature,
            reads=each in readers,
        )
        for each in identities.credentials_of(identity)
    )


@dataclass(frozen=True, slots=True)
class Change:
    """Certificates to take in, and whether they are used from now on. `known`: the
    fingerprint of one that is there already and is to be used."""

    new: Sequence[Credential] = ()
    use: bool = False
    known: str = ""

    def applied(
        self, identity: Identity, settings: MailboxSettings, now: datetime
    ) -> Identity:
        """IdentityRefused for a usage that is not allowed, or outside its validity."""
        if settings.practice:
            refuse_foreign(settings, self.new)
        if self.known:
            identity = identities.taken_over(identity, [self._found(identity)])
        if self.new:
            change = identities.taken_over if self.use else identities.extended
            identity = change(identity, self.new)
        if self.known or self.use:
            refuse_invalid(identity, now)
        return identity

    def _found(self, identity: Identity) -> Credential:
        for each in identities.credentials_of(identity):
            if fingerprint(each.der) == self.known:
                return each
        raise IdentityRefused("no such certificate here", reason="not-here")


def refuse_invalid(identity: Identity, now: datetime) -> None:
    for finding in identities.check_identity(identity, now):
        if finding.code in _REFUSED:
            reason, fact = _REFUSED[finding.code]
            facts: dict[str, Fact] = {fact: finding.detail}
            raise IdentityRefused("not valid today", reason=reason, **facts)


def refuse_foreign(settings: MailboxSettings, found: Iterable[Credential]) -> None:
    """A real key has no place under a published passphrase."""
    practice = ExpectedAuthors.from_settings(settings)
    if not all(practice.include(each.der) for each in found):
        raise IdentityRefused("not issued by the practice authority", reason="foreign")
