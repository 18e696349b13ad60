"""The folders' names as people know them."""

from hzl_client.model.record import Folder

FOLDERS = {
    Folder.INBOX: "Posteingang",
    Folder.IN_PROGRESS: "In Bearbeitung",
    Folder.TRANSFERRED: "Übertragen",
    Folder.FILED: "Abgelegt",
    Folder.TRASH: "Papierkorb",
    Folder.QUARANTINE: "Quarantäne",
}
