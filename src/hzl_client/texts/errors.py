"""Advice by error code: what happened, whether anything is lost, what to do now.

One entry per class of `hzl_client.errors`, in the order of that module. Over 400 lines
because it is one table: whoever looks for the words of a code looks here.
"""

from hzl_client.texts.advice import (
    KEPT_HERE,
    NOTHING_CHANGED,
    NOTHING_LOST,
    WAITS_THERE,
    Advice,
)

_ASK_IT = "Bitte wenden Sie sich an Ihre IT und nennen Sie ihr den Code."
_AGAIN_THEN_OPERATOR = (
    "Bitte erneut abholen. Kommt dieselbe Meldung wieder, melden Sie den Code Ihrer "
    "IT oder dem Betreiber des Intermediärs."
)
_OPERATOR = (
    "Bitte melden Sie den Code Ihrer IT; sie kann ihn mit dem Betreiber des "
    "Intermediärs klären."
)
_SENDER = (
    "Bitte verwenden Sie die Angaben nicht. Fragen Sie bei der absendenden Stelle "
    "nach und bitten Sie gegebenenfalls um erneute Übersendung."
)
_NETWORK = (
    "Bitte prüfen Sie die Netzverbindung und versuchen Sie es erneut. Bleibt es "
    "dabei, hilft Ihre IT (Netz, Firewall, Proxy)."
)

_FAMILIES = {
    "unexpected": Advice(
        "Im Programm ist ein unerwarteter Fehler aufgetreten.",
        "Gespeicherte Nachrichten sind davon nicht betroffen.",
        "Bitte starten Sie das Programm neu. Tritt der Fehler wieder auf, melden Sie "
        "ihn mit dem Code und der Uhrzeit Ihrer IT.",
    ),
    "peer": Advice(
        "Die Gegenseite hat sich nicht an das vereinbarte Verfahren gehalten.",
        WAITS_THERE,
        _AGAIN_THEN_OPERATOR,
    ),
    "trust": Advice(
        "Eine Sicherheitsprüfung ist nicht bestanden.",
        "Es ist nichts verloren; es wurde nichts übernommen.",
        _ASK_IT,
    ),
    "surroundings": Advice(
        "Netz, Datenträger oder Betriebssystem haben nicht wie erwartet geantwortet.",
        NOTHING_LOST,
        "Bitte erneut versuchen. Bleibt es dabei, hilft Ihre IT.",
    ),
    "user": Advice(
        "Eine Angabe passt nicht.",
        NOTHING_CHANGED,
        "Bitte prüfen Sie die Eingabe und versuchen Sie es erneut.",
    ),
}

_MESSAGES = {
    "mime": Advice(
        "Eine Antwort des Intermediärs ist unvollständig oder beschädigt.",
        WAITS_THERE,
        _AGAIN_THEN_OPERATOR,
    ),
    "xml": Advice(
        "Eine Antwort des Intermediärs enthält kein lesbares XML.",
        WAITS_THERE,
        _AGAIN_THEN_OPERATOR,
    ),
    "duplicate-content-id": Advice(
        "In einer Antwort kommt dieselbe Inhaltskennung mehrfach vor; ihr Aufbau ist "
        "nicht eindeutig.",
        WAITS_THERE,
        _OPERATOR,
    ),
    "duplicate-id": Advice(
        "In einer Antwort kommt dieselbe Kennung mehrfach vor; ihr Aufbau ist nicht "
        "eindeutig.",
        WAITS_THERE,
        _OPERATOR,
    ),
    "unknown-message-type": Advice(
        "Der Intermediär hat mit einer unbekannten Nachrichtenart geantwortet.",
        WAITS_THERE,
        _OPERATOR,
    ),
    "type-mismatch": Advice(
        "Der Inhalt einer Antwort passt nicht zu ihrer angekündigten Nachrichtenart.",
        WAITS_THERE,
        _OPERATOR,
    ),
    "control-block": Advice(
        "Eine Antwort gehört nicht zu unserer Anfrage; der Dialog wurde abgebrochen.",
        WAITS_THERE,
        _AGAIN_THEN_OPERATOR,
    ),
    "dangling-reference": Advice(
        "Eine Nachricht verweist auf einen Teil, der nicht mitgeliefert wurde.",
        "Was geliefert wurde, ist nicht verloren; der fehlende Teil ist nicht da.",
        _SENDER,
    ),
    "too-large": Advice(
        "Eine Nachricht oder Datei überschreitet die zulässige Größe.",
        WAITS_THERE,
        "Bitte melden Sie den Code Ihrer IT. Der Betreiber kann sagen, was dort "
        "liegt; die absendende Stelle kann kleinere Dateien senden.",
    ),
    "too-many-leaves": Advice(
        "Eine XML-Datei enthält mehr Angaben, als sich zeigen lassen.",
        NOTHING_LOST,
        "Bitte speichern Sie die Datei unter „Anlagen“ und öffnen Sie sie mit einem "
        "dafür gemachten Programm. Ihre IT kann dabei helfen.",
    ),
    "fault": Advice(
        "Der Intermediär hat die Verbindung mit einer Störungsmeldung beendet.",
        WAITS_THERE,
        _AGAIN_THEN_OPERATOR,
    ),
    "cards-not-offered": Advice(
        "Der Intermediär zeigt nicht, was im Postfach wartet.",
        NOTHING_LOST,
        "Bitte holen Sie wie gewohnt ab. Wenn Sie die Vorschau brauchen, fragt Ihre "
        "IT beim Betreiber nach Laufzetteln (FetchProcessCard).",
    ),
    "message-blocked": Advice(
        "Beim Intermediär liegt eine Nachricht, die sich zum wiederholten Mal nicht "
        "prüfen lässt. Sie hält die folgenden auf.",
        WAITS_THERE,
        "Bitte melden Sie den Code Ihrer IT; der Betreiber des Intermediärs kann die "
        "Nachricht prüfen und neu bereitstellen.",
    ),
    "feedback": Advice(
        "Der Intermediär hat den Auftrag abgelehnt.", NOTHING_LOST, _OPERATOR
    ),
}

_TRUST = {
    "not-encrypted": Advice(
        "Der Intermediär hat unverschlüsselt geantwortet, obwohl Verschlüsselung "
        "verlangt ist.",
        WAITS_THERE,
        _OPERATOR,
    ),
    "transport-not-for-me": Advice(
        "Eine Antwort ist für ein anderes Zertifikat verschlüsselt als das dieses "
        "Postfachs.",
        WAITS_THERE,
        "Bitte lassen Sie Ihre IT prüfen, ob für dieses Postfach der richtige "
        "Schlüsselspeicher eingerichtet ist.",
    ),
    "transport-decrypt": Advice(
        "Eine Antwort des Intermediärs ließ sich nicht entschlüsseln; sie ist "
        "vermutlich unterwegs beschädigt worden.",
        WAITS_THERE,
        _AGAIN_THEN_OPERATOR,
    ),
    "unsigned": Advice(
        "Die Antwort trägt keine Signatur des Intermediärs, obwohl sie verlangt ist.",
        WAITS_THERE,
        _OPERATOR,
    ),
    "client-signature": Advice(
        "Die Signatur einer Anfrage ist ungültig.",
        NOTHING_LOST,
        "Bitte lassen Sie Ihre IT das Signaturzertifikat des Postfachs prüfen.",
    ),
    "supplier-signature": Advice(
        "Die Signatur des Intermediärs ist ungültig: Die Antwort kann unterwegs "
        "verändert worden sein. Sie wurde nicht übernommen.",
        WAITS_THERE,
        _AGAIN_THEN_OPERATOR,
    ),
    "supplier-certificate": Advice(
        "Der Intermediär hat mit einem anderen Zertifikat signiert als dem "
        "bestätigten. Die Antwort wurde nicht übernommen.",
        WAITS_THERE,
        "Fragen Sie den Betreiber, ob er sein Signaturzertifikat gewechselt hat, und "
        "vergleichen Sie den Fingerabdruck auf einem zweiten Weg. Erst dann bestätigen "
        "Sie das neue Zertifikat.",
    ),
    "supplier-not-pinned": Advice(
        "Das Signaturzertifikat des Intermediärs ist für dieses Postfach noch nicht "
        "bestätigt.",
        WAITS_THERE,
        "Vergleichen Sie den angezeigten Fingerabdruck mit der Angabe des Betreibers "
        "(zum Beispiel am Telefon). Stimmt er überein, bestätigen Sie ihn und holen "
        "Sie erneut ab.",
    ),
    "algorithms-damaged": Advice(
        "Die Liste der zugelassenen Verfahren (algorithms.json) im Programmordner ist "
        "beschädigt; ohne sie öffnet das Programm keine Nachricht.",
        NOTHING_LOST,
        "Bitte Ihre IT, das Programm zu reparieren oder neu zu installieren. Die "
        "Postfächer bleiben dabei, wie sie sind.",
    ),
    "checks-damaged": Advice(
        "Die Liste der Beträge und Fristen (checks.json) im Programmordner ist "
        "beschädigt; ohne sie zeigt das Programm keine Prüfhinweise.",
        NOTHING_LOST,
        "Bitte Ihre IT, das Programm zu reparieren oder neu zu installieren. Die "
        "Anträge lassen sich auch ohne Prüfhinweise lesen.",
    ),
    "algorithm-refused": Advice(
        "Eine Nachricht benutzt ein Verfahren, das nicht mehr als sicher gilt und für "
        "dieses Postfach nicht zugelassen ist.",
        NOTHING_LOST,
        "Bitte melden Sie den Code Ihrer IT. Nur wenn die Gegenseite wirklich nichts "
        "Neueres kann, lassen sich alte Verfahren für das Postfach zulassen.",
    ),
    "no-recipient-key": Advice(
        "Der Inhalt ist für ein anderes Zertifikat verschlüsselt als die dieses "
        "Postfachs.",
        KEPT_HERE,
        "Wurde das Zertifikat kürzlich gewechselt, steht im DVDV vielleicht noch das "
        "alte. Bitten Sie Ihre IT, den passenden Schlüsselspeicher zu suchen.",
    ),
    "key-unwrap": Advice(
        "Der Schlüssel zum Inhalt einer Nachricht ließ sich nicht öffnen.",
        KEPT_HERE,
        _SENDER,
    ),
    "symmetric": Advice(
        "Ein Inhalt ließ sich nicht entschlüsseln; er ist beschädigt.",
        KEPT_HERE,
        _SENDER,
    ),
    "signature": Advice(
        "Eine Signatur ist ungültig: Das Signierte kann verändert worden sein.",
        KEPT_HERE,
        _SENDER,
    ),
    "author-signature": Advice(
        "Die Signatur der absendenden Stelle ist ungültig: Der Inhalt kann verändert "
        "worden sein.",
        KEPT_HERE,
        _SENDER,
    ),
    "seal-broken": Advice(
        "Gespeicherte Daten lassen sich mit dem Schlüssel dieses Postfachs nicht "
        "öffnen: Sie sind beschädigt oder stammen aus einem anderen Postfach.",
        "Betroffen ist nur der genannte Teil; andere Nachrichten bleiben lesbar.",
        "Bitte verändern Sie im Postfach-Ordner nichts und lassen Sie Ihre IT eine "
        "Sicherung zurückspielen.",
    ),
}

_SURROUNDINGS = {
    "invalid-machine-settings": Advice(
        "Die Vorgaben der IT für diesen Rechner sind nicht lesbar. Damit keine davon "
        "übergangen wird, arbeitet das Programm so nicht.",
        NOTHING_CHANGED,
        "Bitte geben Sie Ihrer IT die genannte Datei und Einstellung weiter.",
    ),
    "network": Advice(
        "Die Verbindung zum Intermediär ist gestört.", WAITS_THERE, _NETWORK
    ),
    "host-unreachable": Advice(
        "Der Intermediär (oder der Proxy auf dem Weg dorthin) ist nicht erreichbar.",
        WAITS_THERE,
        _NETWORK,
    ),
    "connection-cut": Advice(
        "Die Verbindung zum Intermediär ist mitten in der Übertragung abgebrochen.",
        WAITS_THERE,
        _NETWORK,
    ),
    "timed-out": Advice(
        "Der Intermediär hat nicht rechtzeitig geantwortet, oder die Übertragung war "
        "viel zu langsam.",
        WAITS_THERE,
        "Bitte später erneut abholen. Dauert die Störung an, hilft der Betreiber des "
        "Intermediärs; nennen Sie ihm Uhrzeit und Code.",
    ),
    "tls-failed": Advice(
        "Die gesicherte Verbindung (TLS) kam nicht zustande.",
        WAITS_THERE,
        "Bitte lassen Sie Ihre IT prüfen, ob unter dieser Adresse wirklich https "
        "gesprochen wird, und zwar TLS 1.2 oder neuer.",
    ),
    "tls-name": Advice(
        "Das TLS-Zertifikat der Gegenseite ist auf einen anderen Rechnernamen "
        "ausgestellt als den eingestellten.",
        WAITS_THERE,
        "Bitte lassen Sie Ihre IT die Adresse des Intermediärs prüfen; sie muss so "
        "lauten wie im Zertifikat. Stimmt sie, antwortet dort ein anderer Rechner.",
    ),
    "tls-issuer": Advice(
        "Der Aussteller des TLS-Zertifikats der Gegenseite ist nicht bekannt.",
        WAITS_THERE,
        "Bitte wenden Sie sich an Ihre IT. Meist prüft ein Proxy verschlüsselte "
        "Verbindungen oder der Betreiber hat eine eigene CA: Ihr Zertifikat gehört in "
        "den Zertifikatspeicher des Rechners oder in die Einstellung „ca_file“.",
    ),
    "tls-date": Advice(
        "Das TLS-Zertifikat der Gegenseite ist abgelaufen oder noch nicht gültig.",
        WAITS_THERE,
        "Bitte prüfen Sie zuerst Datum und Uhrzeit dieses Rechners. Stimmen sie, muss "
        "der Betreiber sein Zertifikat erneuern; nennen Sie ihm den Code.",
    ),
    "ca-file": Advice(
        "Die eingestellte Datei mit CA-Zertifikaten fehlt oder ist unbrauchbar.",
        WAITS_THERE,
        "Bitte lassen Sie Ihre IT die Einstellung „ca_file“ prüfen: eine lesbare "
        "PEM-Datei mit mindestens einem CA-Zertifikat.",
    ),
    "proxy-refused": Advice(
        "Der Proxy hat die Verbindung abgelehnt.",
        WAITS_THERE,
        "Bitte wenden Sie sich an Ihre IT: Die Adresse des Intermediärs muss für "
        "diesen Rechner am Proxy freigeschaltet sein.",
    ),
    "proxy-log-in": Advice(
        "Der Proxy verlangt eine Anmeldung; Benutzer oder Kennwort fehlen oder stimmen "
        "nicht.",
        WAITS_THERE,
        "Bitte lassen Sie Ihre IT Benutzer und Kennwort für den Proxy einstellen "
        "(hzl-client mailbox proxy --user). Nach einem Wechsel des Kennworts muss es "
        "hier neu gesetzt werden.",
    ),
    "proxy-method": Advice(
        "Der Proxy verlangt ein Anmeldeverfahren, das dieses Programm nicht "
        "beherrscht.",
        WAITS_THERE,
        "Unterstützt wird nur die Anmeldung mit Benutzer und Kennwort (Basic). Bitte "
        "wenden Sie sich an Ihre IT: eine Ausnahme ohne Anmeldung für die Adresse des "
        "Intermediärs oder ein Proxy mit Basic.",
    ),
    "proxy-kind": Advice(
        "Der eingestellte Proxy ist von einer Art, die dieses Programm nicht "
        "unterstützt (zum Beispiel SOCKS).",
        WAITS_THERE,
        "Bitte lassen Sie Ihre IT einen HTTP- oder HTTPS-Proxy einstellen.",
    ),
    "pac-unavailable": Advice(
        "Es ist ein Proxyskript (PAC) eingestellt, das auf diesem Rechner nicht "
        "ausgewertet werden kann.",
        WAITS_THERE,
        "Bitte lassen Sie Ihre IT den Proxy stattdessen fest einstellen "
        "(hzl-client mailbox proxy --proxy http://NAME:PORT).",
    ),
    "pac-failed": Advice(
        "Das Proxyskript (PAC) ließ sich nicht laden oder nannte keinen brauchbaren "
        "Proxy.",
        WAITS_THERE,
        "Bitte lassen Sie Ihre IT die Adresse des Skripts und sein Ergebnis für die "
        "Adresse des Intermediärs prüfen.",
    ),
    "not-an-osci-answer": Advice(
        "Statt einer OSCI-Antwort kam eine andere Seite zurück, meist die Sperrseite "
        "eines Proxys oder eine Wartungsseite.",
        WAITS_THERE,
        "Bitte wenden Sie sich an Ihre IT: Die Adresse des Intermediärs muss "
        "freigeschaltet und richtig eingetragen sein.",
    ),
    "not-http": Advice(
        "Unter der Adresse des Intermediärs antwortet etwas, das kein gültiges HTTP "
        "spricht.",
        WAITS_THERE,
        "Bitte lassen Sie Ihre IT Rechnernamen und Port der Adresse prüfen.",
    ),
    "redirected": Advice(
        "Statt einer Antwort kam eine Weiterleitung auf eine andere Adresse. Ihr wird "
        "nicht gefolgt.",
        WAITS_THERE,
        "Verlangt dieses Netz eine Anmeldung im Browser (WLAN, Proxy), melden Sie sich "
        "dort an und holen Sie erneut ab. Sonst hat sich die Adresse des Intermediärs "
        "geändert; Ihre IT kann sie prüfen.",
    ),
    "network-log-in": Advice(
        "Dieses Netz verlangt erst eine Anmeldung im Browser.",
        WAITS_THERE,
        "Bitte melden Sie sich im Browser am Netz an und holen Sie erneut ab.",
    ),
    "http-status": Advice(
        "Der Server des Intermediärs oder ein Proxy hat mit einem HTTP-Fehler "
        "geantwortet.",
        WAITS_THERE,
        "Bitte später erneut abholen. Dauert die Störung an, hilft der Betreiber des "
        "Intermediärs; nennen Sie ihm Uhrzeit und Code.",
    ),
    "out-of-memory": Advice(
        "Der Arbeitsspeicher dieses Rechners reichte im Augenblick nicht aus.",
        "Es ist nichts verloren: Was nicht gespeichert werden konnte, wurde nicht "
        "quittiert und liegt beim Intermediär; was gespeichert ist, wird beim nächsten "
        "Abruf oder Start geöffnet.",
        "Bitte schließen Sie andere Programme und versuchen Sie es erneut.",
    ),
    "disk-failed": Advice(
        "Auf den Datenträger konnte nicht geschrieben oder von ihm nicht gelesen "
        "werden.",
        "Was schon gespeichert war, ist nicht verloren; was noch nicht sicher "
        "gespeichert war, wurde nicht quittiert und liegt beim Intermediär.",
        "Bitte prüfen Sie, ob der Datenträger voll oder schreibgeschützt ist, und "
        "versuchen Sie es erneut. Sonst hilft Ihre IT.",
    ),
    "store-damaged": Advice(
        "Die Datenbank dieses Postfachs ist beschädigt.",
        "Möglicherweise sind gespeicherte Nachrichten betroffen. Neue Nachrichten "
        "werden nicht abgeholt und gehen deshalb nicht verloren.",
        "Bitte verändern Sie im Postfach-Ordner nichts und lassen Sie Ihre IT eine "
        "Sicherung zurückspielen.",
    ),
    "work-damaged": Advice(
        "Die Bearbeitung dieses Antrags ist beschädigt: Etiketten, Notiz, "
        "Aktenzeichen, Wiedervorlage und abgehakte Hinweise lassen sich nicht öffnen.",
        "Der Antrag selbst ist vollständig, andere Anträge sind nicht betroffen. Was "
        "Sie gerade geändert haben, ist nicht gespeichert.",
        "Lesen und exportieren können Sie ihn weiter. Bitte notieren Sie Änderungen "
        "anderswo und lassen Sie Ihre IT eine Sicherung zurückspielen.",
    ),
    "store-too-new": Advice(
        "Dieses Postfach wurde mit einer neueren Fassung des Programms geöffnet.",
        NOTHING_CHANGED,
        "Bitte lassen Sie die neuere Fassung des Programms installieren.",
    ),
    "no-such-sample": Advice(
        "Ein solches Übungsbeispiel gibt es nicht.",
        NOTHING_CHANGED,
        "Bitte ein vorhandenes Beispiel und eine vorhandene Form angeben. "
        "„hzl-client intermediary --help“ nennt alle.",
    ),
    "port-unavailable": Advice(
        "Der gewünschte Netzwerkanschluss (Port) ist auf diesem Rechner belegt.",
        NOTHING_CHANGED,
        "Bitte einen anderen Port angeben oder die Angabe weglassen; dann wählt das "
        "Betriebssystem einen freien.",
    ),
    "practice-damaged": Advice(
        "Die Daten des Übungs-Intermediärs sind nicht mehr lesbar.",
        "Betroffen sind nur erfundene Übungsnachrichten, keine echten.",
        "Löschen Sie den Ordner des Übungs-Intermediärs; beim nächsten Start wird er "
        "neu angelegt.",
    ),
    "practice-not-ready": Advice(
        "Der Übungs-Intermediär ist nicht gestartet.",
        "Es ist nichts verloren; echte Postfächer sind nicht betroffen.",
        "Bitte starten Sie das Programm neu. Bleibt es dabei, hilft Ihre IT.",
    ),
    "key-store-unavailable": Advice(
        "Der Schlüsselspeicher des Betriebssystems ist nicht verfügbar.",
        NOTHING_LOST,
        "Öffnen Sie das Postfach mit der Passphrase. Sonst hilft Ihre IT.",
    ),
    "mailbox-in-use": Advice(
        "Dieses Postfach ist schon in einem anderen Programmfenster oder Vorgang "
        "geöffnet.",
        NOTHING_CHANGED,
        "Bitte schließen Sie das andere Fenster oder warten Sie, bis der Vorgang "
        "beendet ist.",
    ),
    "document-unreadable": Advice(
        "Dieses Dokument ließ sich nicht anzeigen: Es ist beschädigt oder zu "
        "aufwendig.",
        "Es ist nichts verloren; das Original bleibt gespeichert und lässt sich "
        "exportieren.",
        "Arbeiten Sie mit den Feldern weiter. Fordern Sie bei Bedarf ein lesbares "
        "Dokument an.",
    ),
    "export-failed": Advice(
        "Der Export ist nicht vollständig gelungen.",
        "Im Postfach ist nichts verloren. Der unfertige Export wurde nicht als "
        "fertig abgelegt.",
        "Bitte prüfen Sie, ob der Zielordner erreichbar ist und genug Platz hat, und "
        "exportieren Sie erneut.",
    ),
    "print-failed": Advice(
        "Der Ausdruck ist nicht vollständig gelungen.",
        "Im Postfach ist nichts verloren. Vielleicht kamen schon Seiten aus dem "
        "Drucker; bitte nehmen Sie sie an sich.",
        "Bitte prüfen Sie, ob der Drucker bereit ist, und drucken Sie erneut.",
    ),
}

_USER = {
    "cancelled": Advice(
        "Der Vorgang wurde auf Wunsch abgebrochen.",
        "Es ist nichts verloren: Was schon gespeichert war, bleibt gespeichert; alles "
        "andere liegt weiterhin beim Intermediär.",
        "Sie können jederzeit erneut abholen.",
    ),
    "document-locked": Advice(
        "Dieses Dokument ist mit einem Kennwort geschützt.",
        NOTHING_LOST,
        "Geben Sie das Kennwort ein oder fordern Sie das Dokument ohne Schutz an.",
    ),
    "wrong-pin": Advice(
        "Die PIN passt nicht zu dieser Schlüsselspeicherdatei.",
        NOTHING_CHANGED,
        "Bitte prüfen Sie Groß- und Kleinschreibung und geben Sie die PIN erneut ein. "
        "Die PIN kennt, wer das Zertifikat beantragt hat.",
    ),
    "wrong-passphrase": Advice(
        "Das Postfach lässt sich so nicht öffnen: Die Passphrase fehlt oder stimmt "
        "nicht.",
        NOTHING_CHANGED,
        "Bitte geben Sie die Passphrase ein, die beim Anlegen des Postfachs "
        "festgelegt wurde. Achten Sie auf Groß- und Kleinschreibung.",
    ),
    "not-an-identity": Advice(
        "Diese Datei enthält kein Software-Zertifikat mit privatem Schlüssel "
        "(PKCS#12).",
        NOTHING_CHANGED,
        "Wählen Sie die Schlüsselspeicherdatei mit der Endung .p12 oder .pfx. Eine "
        ".cer- oder .crt-Datei enthält nur den öffentlichen Teil.",
    ),
    "identity-refused": Advice(
        "Dieses Zertifikat kann für das Postfach nicht verwendet werden.",
        NOTHING_CHANGED,
        "Bitte prüfen Sie Gültigkeit und Verwendungszweck. Ein Übungspostfach nimmt "
        "nur Übungszertifikate an.",
    ),
    "no-mailbox": Advice(
        "Hier ist noch kein Postfach eingerichtet, oder es gibt keines mit diesem "
        "Namen.",
        NOTHING_CHANGED,
        "Legen Sie ein Postfach an oder wählen Sie ein vorhandenes aus.",
    ),
    "mailbox-exists": Advice(
        "Ein Postfach mit diesem Namen gibt es schon.",
        NOTHING_CHANGED,
        "Bitte wählen Sie einen anderen Namen.",
    ),
    "in-quarantine": Advice(
        "Nachrichten in Quarantäne lassen sich nicht bearbeiten.",
        NOTHING_CHANGED,
        "Legen Sie die Nachricht in den Papierkorb, oder lassen Sie sie liegen und "
        "fragen Sie bei der absendenden Stelle nach.",
    ),
    "no-such-record": Advice(
        "Diese Nachricht gibt es im Postfach nicht (mehr).",
        NOTHING_CHANGED,
        "Bitte aktualisieren Sie die Liste; die Nachricht wurde vielleicht gelöscht.",
    ),
    "no-such-evidence": Advice(
        "Eine aufgehobene Antwort mit dieser Nummer gibt es nicht, oder mehrere "
        "beginnen so.",
        NOTHING_CHANGED,
        "Bitte sehen Sie in der Liste von „hzl-client evidence“ nach.",
    ),
    "invalid-setting": Advice(
        "Eine Einstellung ist unvollständig oder passt nicht.",
        NOTHING_CHANGED,
        "Bitte berichtigen Sie die genannte Einstellung.",
    ),
    "invalid-overlay": Advice(
        "Eine Datei der Anpassung Ihres Amtes ist fehlerhaft und gilt nicht.",
        "Es fehlt keine Angabe; alle erscheinen wie ohne den fehlerhaften Teil der "
        "Anpassung.",
        "Bitte wenden Sie sich an Ihre IT; „hzl-client overlay check“ nennt ihr alle "
        "Fehler.",
    ),
    "setting-locked": Advice(
        "Diese Einstellung hat Ihre IT für diesen Rechner festgelegt.",
        NOTHING_CHANGED,
        "Bitte wenden Sie sich an Ihre IT, wenn sie anders lauten muss.",
    ),
    "export-target-unusable": Advice(
        "In diesen Zielordner kann nicht exportiert werden.",
        NOTHING_CHANGED,
        "Bitte wählen Sie einen vorhandenen Ordner, in dem Sie schreiben dürfen.",
    ),
}

ERRORS: dict[str, Advice] = _FAMILIES | _MESSAGES | _TRUST | _SURROUNDINGS | _USER
