"""The composition root: builds every service, without Qt, for both faces.

Heavy libraries are imported inside functions, so that a window can paint before any of
them is loaded.
"""
# ruff: noqa: PLC0415

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hzl_client import algorithms, machine, resources
from hzl_client.errors import InvalidSetting, StoreDamaged
from hzl_client.keys.vault import MailboxKey
from hzl_client.model.credential import Identity, fingerprint
from hzl_client.services import practice, profile
from hzl_client.services.desk import CurrentSettings, Desk
from hzl_client.services.practice import PracticeIntermediary
from hzl_client.services.profile import MailboxEntry
from hzl_client.services.understanding import Understanding
from hzl_client.settings import MailboxSettings, ProxyMode

if TYPE_CHECKING:  # only named here: loading them is what the functions put off
    from hzl_client.checks.case import Around
    from hzl_client.model.application import Application
    from hzl_client.model.hint import Hint
    from hzl_client.model.printed import PrintedForm
    from hzl_client.osci.exchange import Transport
    from hzl_client.services.office_overlay import OfficeOverlay
    from hzl_client.services.own_identity import Change, OwnCertificate
    from hzl_client.services.pac import PacEvaluator
    from hzl_client.services.second_source import Check
    from hzl_client.sources.osci import OsciSource
    from hzl_client.standards.overlay import Overlay
    from hzl_client.store.mailbox import Mailbox

PRACTICE_TITLE = "Übungspostfach"
PRACTICE_PASSPHRASE = "uebung"  # noqa: S105 - published: it protects nothing
_PRACTICE_OVERLAY = "anpassung-uebung"
_PRACTICE_IDENTITY = ("recipient_cipher", "recipient_signature")
_SECRET = "identity"  # noqa: S105 - the name of the secret
_PROXY_SECRET = "proxy-password"  # noqa: S105 - the name of the secret

profile_folder = profile.profile_folder
mailboxes = profile.mailboxes
practice_state = profile.practice_state
start_practice_intermediary = practice.start


# --- making mailboxes ---------------------------------------------------------------


def create_mailbox(
    profile: Path,
    settings: MailboxSettings,
    p12: Sequence[tuple[bytes, str]],
    passphrase: str,
    *,
    key_store: bool,
) -> MailboxEntry:
    """A mailbox for these PKCS#12 files, each with its PIN."""
    from hzl_client.keys.keyring import OsKeyStore
    from hzl_client.services.new_mailbox import NewMailbox

    store = OsKeyStore() if key_store else None
    new = NewMailbox(_fill, store, datetime.now(UTC))
    return new.make(profile, settings, p12, passphrase)


def create_practice_mailbox(
    profile: Path, intermediary: PracticeIntermediary
) -> MailboxEntry:
    """The practice mailbox of this intermediary, made if there is none yet; where it
    listens is new each time it starts."""
    from hzl_client.intermediary import pki

    settings = _practice_settings(intermediary)
    known = mailboxes(profile)
    for entry in known:
        if entry.settings.practice and entry.settings.issuers == settings.issuers:
            return _moved(entry, intermediary.url)
    titles = {entry.settings.title for entry in known}
    number = 2
    while settings.title in titles:  # of an intermediary that has been thrown away
        settings = replace(settings, title=f"{PRACTICE_TITLE} {number}")
        number += 1
    files = [
        pki.p12_file(intermediary.pki_folder, name).read_bytes()
        for name in _PRACTICE_IDENTITY
    ]
    identity = [(file, pki.PIN) for file in files]
    return create_mailbox(
        profile, settings, identity, PRACTICE_PASSPHRASE, key_store=False
    )


def pin_supplier(entry: MailboxEntry, fingerprint: str) -> MailboxEntry:
    """Without unlocking, but not while someone else has the mailbox open."""
    from hzl_client.store.lock import MailboxLock

    with MailboxLock(entry.folder):
        settings = machine.load_mailbox(entry.folder).with_pin(fingerprint)
        machine.save_mailbox(entry.folder, settings)
    return replace(entry, settings=settings)


def set_proxy(
    entry: MailboxEntry,
    changed: Mapping[str, Any],
    password: str | None,
    passphrase: str | None = None,
) -> MailboxEntry:
    """`changed` are settings by their names; `password` is sealed in the mailbox, which
    must be unlocked for it; None leaves it as it is. Not while someone else has the
    mailbox open."""
    from hzl_client.store.lock import MailboxLock
    from hzl_client.store.mailbox import Mailbox

    with MailboxLock(entry.folder):
        if password is not None:
            key = _unlock(entry, passphrase)
            with closing(Mailbox.open(entry.folder, key)) as mailbox:
                mailbox.put_secret(_PROXY_SECRET, password.encode())
        return _changed(entry, changed)


def change_identity(
    entry: MailboxEntry, change: "Change", passphrase: str | None = None
) -> "tuple[OwnCertificate, ...]":
    """What the mailbox has for certificates afterwards; an empty change only tells.
    Not while someone else has the mailbox open."""
    from hzl_client.keys.identity import identity_to_bytes
    from hzl_client.services.own_identity import listed
    from hzl_client.store.lock import MailboxLock
    from hzl_client.store.mailbox import Mailbox

    now = datetime.now(UTC)
    with MailboxLock(entry.folder):
        key = _unlock(entry, passphrase)
        with closing(Mailbox.open(entry.folder, key)) as mailbox:
            before = _identity(mailbox.secret(_SECRET))
            after = change.applied(before, entry.settings, now)
            if after != before:
                mailbox.put_secret(_SECRET, identity_to_bytes(after))
    return listed(after, now)


def set_sending(entry: MailboxEntry, changed: Mapping[str, Any]) -> MailboxEntry:
    """What is written to the intermediary. InvalidSetting for what is never sent."""
    from hzl_client.store.lock import MailboxLock

    algorithms.check_choices(changed)
    with MailboxLock(entry.folder):
        return _changed(entry, changed)


def set_office(entry: MailboxEntry, changed: Mapping[str, Any]) -> MailboxEntry:
    """Who this office is, for the checks. Raises InvalidSetting, SettingLocked."""
    from hzl_client.store.lock import MailboxLock

    with MailboxLock(entry.folder):
        return _changed(entry, changed)


def set_overlay(entry: MailboxEntry, folder: str) -> MailboxEntry:
    """Where the office's own names lie; "" for the usual place. It counts from the
    next opening on."""
    from hzl_client.store.lock import MailboxLock

    with MailboxLock(entry.folder):
        return _changed(entry, {"overlay": folder})


def overlay_folder(entry: MailboxEntry) -> Path:
    from hzl_client.services.office_overlay import FOLDER

    chosen = entry.settings.overlay
    return Path(chosen) if chosen else profile.profile_of(entry) / FOLDER


def read_overlay(folder: Path) -> "OfficeOverlay":
    from hzl_client.services import office_overlay

    return office_overlay.load(folder, chosen=True)


def _changed(entry: MailboxEntry, changed: Mapping[str, Any]) -> MailboxEntry:
    """Under the lock, from what counts now: somebody may have changed something else
    meanwhile."""
    settings = replace(machine.load_mailbox(entry.folder), **changed)
    machine.save_mailbox(entry.folder, settings)
    return replace(entry, settings=machine.load_mailbox(entry.folder))


def _fill(folder: Path, key: MailboxKey, identity: bytes) -> None:
    from hzl_client.store.mailbox import Mailbox

    with closing(Mailbox.create(folder, key)) as mailbox:
        mailbox.put_secret(_SECRET, identity)


def _practice_settings(intermediary: PracticeIntermediary) -> MailboxSettings:
    """Everything is known beforehand: nobody has to compare a fingerprint."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    from hzl_client.intermediary import pki

    def pem(name: str) -> str:
        file = pki.certificate_file(intermediary.pki_folder, name)
        return file.read_text(encoding="ascii")

    def sha256(name: str) -> str:
        certificate = x509.load_pem_x509_certificate(pem(name).encode())
        return fingerprint(certificate.public_bytes(Encoding.DER))

    return MailboxSettings(
        title=PRACTICE_TITLE,
        url=intermediary.url,
        intermediary_cipher=pem("intermediary_cipher"),
        supplier_pins=(sha256("intermediary_signature"),),
        expected_authors=(sha256("ca"),),
        issuers=(pem("ca"),),
        practice=True,
        proxy=ProxyMode.NONE,
    )


def _moved(entry: MailboxEntry, url: str) -> MailboxEntry:
    settings = replace(entry.settings, url=url)
    if settings != entry.settings:
        machine.save_mailbox(entry.folder, settings)
    return replace(entry, settings=settings)


# --- opening one ----------------------------------------------------------------


def open_desk(entry: MailboxEntry, passphrase: str | None = None) -> Desk:
    """Unlock a mailbox; without a passphrase the operating system's key store is asked.

    What a crash left between storing and opening a message is opened now.
    """
    belongings = ExitStack()
    try:
        return _desk(entry, passphrase, belongings)
    except BaseException:
        belongings.close()
        raise


def _desk(entry: MailboxEntry, passphrase: str | None, belongings: ExitStack) -> Desk:
    from hzl_client.documents.process import Documents
    from hzl_client.documents.sniff import sniff
    from hzl_client.exports.folder import FolderExporter
    from hzl_client.services.certificate import certificate_facts
    from hzl_client.services.export_record import ExportRecord
    from hzl_client.services.fetch import FetchInbox
    from hzl_client.services.hint_ticks import HintTicks
    from hzl_client.services.locked_files import LockedFiles
    from hzl_client.services.open_stored import OpenStored
    from hzl_client.services.reading import Reading
    from hzl_client.services.records import Records
    from hzl_client.services.search_documents import SearchDocuments
    from hzl_client.services.second_source import SecondSource
    from hzl_client.services.trust import ExpectedAuthors
    from hzl_client.services.verdict import Judge
    from hzl_client.services.working import Working
    from hzl_client.standards.comparison import compare
    from hzl_client.store.lock import MailboxLock
    from hzl_client.store.mailbox import Mailbox

    belongings.enter_context(MailboxLock(entry.folder))
    current = CurrentSettings(entry.folder)
    settings = current()
    key = _unlock(entry, passphrase)
    mailbox = belongings.enter_context(closing(Mailbox.open(entry.folder, key)))
    identity = _identity(mailbox.secret(_SECRET))
    source = _osci_source(current, identity, partial(_proxy_password, mailbox))
    office = _overlay(entry)
    understanding = _understanding(office.overlay)
    opening = OpenStored(mailbox, source.open, understanding, sniff)
    opening.heal()
    documents = belongings.enter_context(Documents())
    search = SearchDocuments(belongings.enter_context(Documents()))
    judge = Judge(ExpectedAuthors.from_settings(settings), settings.practice)
    return Desk(
        folder=entry.folder,
        fetch=FetchInbox(source, mailbox, opening),
        records=Records(mailbox),
        working=Working(mailbox),
        reading=Reading(mailbox, understanding, judge),
        export=ExportRecord(mailbox, understanding, FolderExporter()),
        documents=documents,
        search=search,
        locked_files=LockedFiles(search.documents),
        second_source=SecondSource(search.documents, compare, _checks(current)),
        further_documents=Documents,
        hint_ticks=HintTicks(mailbox),
        certificate=certificate_facts(identity.cipher.certificate, datetime.now(UTC)),
        current=current,
        belongings=belongings,
        overlay_problems=office.problems,
    )


def _unlock(entry: MailboxEntry, passphrase: str | None) -> MailboxKey:
    from hzl_client.keys import unlock
    from hzl_client.keys.keyring import OsKeyStore

    if entry.settings.practice:
        return unlock.unlock(entry.folder, PRACTICE_PASSPHRASE, None)
    return unlock.unlock(entry.folder, passphrase, OsKeyStore())


def _identity(secret: bytes | None) -> Identity:
    from hzl_client.keys.identity import identity_from_bytes

    if secret is None:
        raise StoreDamaged("a mailbox without its identity")
    return identity_from_bytes(secret)


def _overlay(entry: MailboxEntry) -> "OfficeOverlay":
    """The practice mailbox has names for what its applications invent; the office's
    stand above them."""
    from hzl_client.services import office_overlay

    folder, chosen = overlay_folder(entry), bool(entry.settings.overlay)
    office = office_overlay.load(folder, chosen=chosen)
    if not entry.settings.practice:
        return office
    ours = office_overlay.load(resources.path(_PRACTICE_OVERLAY), chosen=True)
    return replace(office, overlay=office.overlay.above(ours.overlay))


def _understanding(overlay: "Overlay") -> Understanding:
    """The standards in the order of preference; the last one takes any XML."""
    from hzl_client.documents.sniff import sniff
    from hzl_client.standards import catalogue, detect
    from hzl_client.standards.plain import PlainXml
    from hzl_client.standards.xsozial import XSozial

    ours = catalogue.load().with_overlay(overlay)
    standards = (XSozial(ours, sniff), PlainXml(sniff))
    read = partial(detect.read_application, standards=standards)
    return Understanding(read, detect.xml_problems)


def _checks(current: Callable[[], MailboxSettings]) -> "Check":
    """The office is asked for at every application: it may have changed."""
    from hzl_client.checks import registry
    from hzl_client.checks.case import Office

    def check(
        application: "Application",
        printed: "PrintedForm",
        today: date,
        *,
        around: "Around",
    ) -> "tuple[Hint, ...]":
        own = current()
        office = Office(own.office_recipients, own.office_towns, own.office_postcodes)
        return registry.run(application, printed, today, around=around, office=office)

    return check


def _osci_source(
    current: Callable[[], MailboxSettings],
    identity: Identity,
    proxy_password: Callable[[], str],
) -> "OsciSource":
    """Reads the settings at every connection: pins, proxy and policy may change."""
    from cryptography import x509

    from hzl_client.keys.spool import SealedSpool
    from hzl_client.osci.answer import Terms
    from hzl_client.osci.client import Station
    from hzl_client.sources.osci import Counterpart, OsciSource
    from hzl_client.xmlsec import policy as policies

    def policy() -> policies.Policy:
        settings = current()
        chosen = {name: getattr(settings, name) for name in algorithms.CHOICES}
        return policies.load(legacy=settings.legacy_algorithms, chosen=chosen)

    def counterpart() -> Counterpart:
        settings = current()
        try:
            pem = settings.intermediary_cipher.encode()
            intermediary = x509.load_pem_x509_certificate(pem)
        except ValueError as error:
            raise InvalidSetting(
                "not a PEM certificate", setting="intermediary_cipher"
            ) from error
        pins = frozenset(settings.supplier_pins)
        return Counterpart(
            Station(identity.cipher, identity.signature, intermediary),
            Terms((identity.cipher,), policy(), pins, SealedSpool),
            partial(_transport, settings, proxy_password),
            settings.chunk_size,
        )

    return OsciSource(identity, counterpart, policy, SealedSpool)


def _transport(
    settings: MailboxSettings, proxy_password: Callable[[], str]
) -> "Transport":
    from hzl_client.keys.spool import SealedSpool
    from hzl_client.osci.transport import HttpOptions, HttpTransport
    from hzl_client.services.proxy import routes_for

    routes = routes_for(settings, proxy_password, _pac_evaluator())
    options = HttpOptions(settings.url, routes, settings.ca_file)
    return HttpTransport(options, SealedSpool)


def _proxy_password(mailbox: "Mailbox") -> str:
    return (mailbox.secret(_PROXY_SECRET) or b"").decode()


def _pac_evaluator() -> "PacEvaluator | None":
    if sys.platform == "win32":
        from hzl_client.services.winhttp import WinHttp

        return WinHttp()
    else:  # noqa: RET505 - mypy reads both halves, each for its system
        return None
