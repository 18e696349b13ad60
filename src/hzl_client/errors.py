"""Every failure this program expects, ordered by whose fault it is.

An error carries a stable `code` (the short names of `hzl-client osci open` where they
exist), an English sentence for the log and facts: ids, sizes, paths in the XML,
fingerprints, never what a citizen wrote. German text is chosen in `texts` by `name`.
"""

from typing import ClassVar

Fact = str | int | float | None


class HzlError(Exception):
    code: ClassVar[str] = "unexpected"

    def __init__(self, message: str = "", /, **facts: Fact) -> None:
        super().__init__(message or self.code)
        self.facts = facts

    @property
    def name(self) -> str:
        """The code, with its number where the code is a family (`fault:9400`)."""
        return self.code


class PeerError(HzlError):
    """The other side broke the protocol."""

    code = "peer"


class TrustError(HzlError):
    """A signature, certificate, key or policy says no."""

    code = "trust"


class SurroundingsError(HzlError):
    """Disk, network, key store or operating system."""

    code = "surroundings"


class UserError(HzlError):
    """Something the person in front of the screen can put right."""

    code = "user"


# --- what an OSCI message can be guilty of ------------------------------------------


class MalformedMime(PeerError):
    code = "mime"


class MalformedXml(PeerError):
    code = "xml"


class DuplicateContentId(PeerError):
    code = "duplicate-content-id"


class DuplicateId(PeerError):
    code = "duplicate-id"


class UnknownMessageType(PeerError):
    code = "unknown-message-type"


class TypeMismatch(PeerError):
    code = "type-mismatch"


class ControlBlockMismatch(PeerError):
    code = "control-block"


class DanglingReference(PeerError):
    code = "dangling-reference"


class MessageTooLarge(PeerError):
    code = "too-large"


class TooManyLeaves(MessageTooLarge):
    """More Angaben than anyone could look through."""

    code = "too-many-leaves"


class Fault(PeerError):
    """A SOAP fault: never authenticated, a hint only; the dialog is dead."""

    code = "fault"

    def __init__(self, osci_code: str, message: str = "") -> None:
        super().__init__(message or f"SOAP fault {osci_code}", osci_code=osci_code)
        self.osci_code = osci_code

    @property
    def name(self) -> str:
        return f"fault:{self.osci_code}"


class RefusedOrder(PeerError):
    """Feedback 9xxx: the order was refused, the dialog goes on."""

    code = "feedback"

    def __init__(self, osci_code: str, message: str = "") -> None:
        super().__init__(message or f"feedback {osci_code}", osci_code=osci_code)
        self.osci_code = osci_code

    @property
    def name(self) -> str:
        return f"feedback:{self.osci_code}"


class NotEncrypted(TrustError):
    code = "not-encrypted"


class TransportNotForMe(TrustError):
    code = "transport-not-for-me"


class TransportDecrypt(TrustError):
    code = "transport-decrypt"


class Unsigned(TrustError):
    code = "unsigned"


class ClientSignatureInvalid(TrustError):
    code = "client-signature"


class SupplierSignatureInvalid(TrustError):
    code = "supplier-signature"


class SupplierCertificateMismatch(TrustError):
    code = "supplier-certificate"


class SupplierNotPinned(TrustError):
    """First contact: the person must compare `fingerprint` before anything goes on."""

    code = "supplier-not-pinned"


class AlgorithmRefused(TrustError):
    code = "algorithm-refused"


class NoRecipientKey(TrustError):
    code = "no-recipient-key"


class KeyUnwrap(TrustError):
    code = "key-unwrap"


class SymmetricDecryption(TrustError):
    code = "symmetric"


class SignatureRefused(TrustError):
    """An XML signature does not hold; the layer that asked names whose it is."""

    code = "signature"


class AuthorSignatureInvalid(TrustError):
    code = "author-signature"


# --- keys, store, surroundings ------------------------------------------------------


class NetworkError(SurroundingsError):
    """The way to the intermediary. Where `reached` is true some of the request may have
    left this machine: nobody knows its effect, and the dialog is not to be used again.
    """

    code = "network"
    reached: ClassVar[bool] = True


class HostUnreachable(NetworkError):
    code = "host-unreachable"
    reached = False


class ConnectionCut(NetworkError):
    code = "connection-cut"


class TimedOut(NetworkError):
    code = "timed-out"


class TlsFailed(NetworkError):
    """No encrypted connection came about; `reason` "cut-short": it was hung up on."""

    code = "tls-failed"
    reached = False


class TlsNameMismatch(TlsFailed):
    code = "tls-name"


class TlsUnknownIssuer(TlsFailed):
    code = "tls-issuer"


class TlsOutOfDate(TlsFailed):
    """Expired or not yet valid, or this machine's clock is wrong."""

    code = "tls-date"


class CaFileUnusable(TlsFailed):
    code = "ca-file"


class ProxyRefused(NetworkError):
    """The proxy said no; it passed nothing on."""

    code = "proxy-refused"
    reached = False


class ProxyLogIn(ProxyRefused):
    """`reason`: whether user and password were missing or wrong."""

    code = "proxy-log-in"


class ProxyMethodUnsupported(ProxyRefused):
    """It takes no Basic authentication; `offered` names what it takes."""

    code = "proxy-method"


class ProxyUnsupported(NetworkError):
    """A kind of proxy we do not speak to, SOCKS above all."""

    code = "proxy-kind"
    reached = False


class PacUnavailable(NetworkError):
    """A proxy script is set, and nothing on this system can evaluate it."""

    code = "pac-unavailable"
    reached = False


class PacFailed(NetworkError):
    """The proxy script could not be loaded, or gave no usable answer."""

    code = "pac-failed"
    reached = False


class NotAnOsciAnswer(NetworkError):
    """An HTML page or other text instead of OSCI: usually a proxy's block page."""

    code = "not-an-osci-answer"


class NotHttp(NotAnOsciAnswer):
    """Who answers there speaks another protocol, or breaks this one."""

    code = "not-http"


class Redirected(NotAnOsciAnswer):
    """A log-in page of some network, or the intermediary has moved; never followed."""

    code = "redirected"


class NetworkLogIn(NotAnOsciAnswer):
    """Status 511: a captive portal says so itself."""

    code = "network-log-in"


class HttpStatus(NetworkError):
    code = "http-status"


class SealBroken(SurroundingsError):
    """A sealed blob or wrapped key does not open: damaged, swapped or foreign. No
    message can bring that about."""

    code = "seal-broken"


class OutOfMemory(SurroundingsError):
    """Of this machine, for now; the message may be as it should be."""

    code = "out-of-memory"


class DiskFailed(SurroundingsError):
    code = "disk-failed"


class StoreDamaged(SurroundingsError):
    code = "store-damaged"


class WorkDamaged(StoreDamaged):
    """What the office noted on one record; the record itself is whole."""

    code = "work-damaged"


class StoreTooNew(SurroundingsError):
    code = "store-too-new"


class PracticeStateDamaged(SurroundingsError):
    """Keys or post of the practice intermediary cannot be read any more."""

    code = "practice-damaged"


class PortUnavailable(SurroundingsError):
    """The practice intermediary cannot listen where it was told to."""

    code = "port-unavailable"


class PracticeNotReady(SurroundingsError):
    """The process of the practice intermediary did not start."""

    code = "practice-not-ready"


class KeyStoreUnavailable(SurroundingsError):
    code = "key-store-unavailable"


class MailboxInUse(SurroundingsError):
    code = "mailbox-in-use"


class DocumentUnreadable(SurroundingsError):
    """The child process refused, hung or died over a document."""

    code = "document-unreadable"


class DocumentLocked(UserError):
    code = "document-locked"


class ExportFailed(SurroundingsError):
    code = "export-failed"


class PrintFailed(SurroundingsError):
    code = "print-failed"


class WrongPin(UserError):
    code = "wrong-pin"


class WrongPassphrase(UserError):
    code = "wrong-passphrase"


class NotAnIdentity(UserError):
    """The file is no PKCS#12, or holds no private key, or no usable certificate."""

    code = "not-an-identity"


class IdentityRefused(UserError):
    """Expired, wrong key usage, or foreign to this mailbox."""

    code = "identity-refused"


class NoMailbox(UserError):
    code = "no-mailbox"


class MailboxExists(UserError):
    code = "mailbox-exists"


class NoSuchRecord(UserError):
    code = "no-such-record"


class NoSuchEvidence(UserError):
    code = "no-such-evidence"


class InQuarantine(UserError):
    code = "in-quarantine"


class NoSuchSample(UserError):
    """The practice sender knows no such application or shape."""

    code = "no-such-sample"


class InvalidSetting(UserError):
    code = "invalid-setting"


class InvalidOverlay(UserError):
    """A file of the office's overlay; everything else goes on without it."""

    code = "invalid-overlay"


class InvalidMachineSettings(SurroundingsError):
    """Not the user's to mend: the file is the IT's."""

    code = "invalid-machine-settings"


class AlgorithmsDamaged(SurroundingsError):
    """The table of algorithms in the program's folder is not wholly understood."""

    code = "algorithms-damaged"


class ChecksDamaged(SurroundingsError):
    """The table of the checks in the program's folder is not wholly understood."""

    code = "checks-damaged"


class SettingLocked(UserError):
    code = "setting-locked"


class ExportTargetUnusable(UserError):
    code = "export-target-unusable"


class Cancelled(UserError):
    """Someone asked to stop; services turn it into a result, not a failure."""

    code = "cancelled"


class CardsNotOffered(PeerError):
    """The intermediary does not answer requests for process cards."""

    code = "cards-not-offered"


class MessageBlocked(PeerError):
    """A message was unusable twice running and there is no way around it; it stays at
    the intermediary."""

    code = "message-blocked"
