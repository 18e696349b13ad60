"""One sentence per code: problems and findings of a message, events, verdicts.

A problem has the code of an error, but speaks of a message that is stored, where
`errors` speaks of an answer that was refused.
"""

_PROBLEMS = {
    "mime": "Die Nachricht ist in ihrem Aufbau beschädigt.",
    "xml": "Ein Teil der Nachricht ist kein lesbares XML.",
    "duplicate-content-id": "Eine Inhaltskennung kommt in der Nachricht mehrfach vor.",
    "duplicate-id": "Eine Kennung kommt in der Nachricht mehrfach vor.",
    "unknown-message-type": "Die Nachrichtenart ist unbekannt.",
    "type-mismatch": "Der Inhalt passt nicht zur angekündigten Nachrichtenart.",
    "dangling-reference": "Ein genannter Teil wurde nicht mitgeliefert.",
    "too-large": "Ein Teil überschreitet die zulässige Größe.",
    "too-many-leaves": "Das XML enthält mehr Angaben, als sich zeigen lassen; es liegt "
    "vollständig bei den Anlagen.",
    "algorithm-refused": "Ein Teil benutzt ein nicht zugelassenes, unsicheres "
    "Verfahren.",
    "no-recipient-key": "Der Inhalt ist nicht für uns verschlüsselt.",
    "key-unwrap": "Der Schlüssel zu einem Teil ließ sich nicht öffnen.",
    "symmetric": "Ein Teil ließ sich nicht entschlüsseln; er ist beschädigt.",
    "author-signature": "Die Signatur der absendenden Stelle ist ungültig.",
    "seal-broken": "Die gespeicherte Nachricht ist beschädigt und lässt sich nicht "
    "öffnen.",
    "record-damaged": "Der gespeicherte Eintrag ist beschädigt; seine Angaben lassen "
    "sich nicht öffnen.",
    "work-damaged": "Etiketten, Notiz, Aktenzeichen, Wiedervorlage und abgehakte "
    "Hinweise dieses Eintrags sind beschädigt und lassen sich nicht öffnen; der Antrag "
    "selbst ist vollständig.",
    "document-unreadable": "Ein Dokument lässt sich nicht anzeigen.",
    "unexpected": "Beim Lesen der Nachricht ist ein Programmfehler aufgetreten.",
    "nothing-readable": "In der Nachricht ist kein lesbarer Inhalt.",
}

_FINDINGS = {
    "unsigned-content": "Der Inhalt ist nicht von der absendenden Stelle signiert.",
    "no-application": "In den lesbaren Teilen wurde kein Antrag erkannt.",
    "message-id-missing": "Der Intermediär hat kein Nachrichtenkennzeichen genannt.",
    "message-id-reused": "Dasselbe Nachrichtenkennzeichen kam schon einmal mit anderem "
    "Inhalt.",
    "weak-cipher": "Zur Verschlüsselung diente ein veraltetes Verfahren.",
    "weak-key-transport": "Der Schlüssel war mit einem veralteten Verfahren verpackt.",
    "weak-digest": "Eine Prüfsumme ist mit einem veralteten Verfahren gebildet.",
    "weak-signature": "Eine Signatur ist mit einem veralteten Verfahren gebildet.",
    "weak-key": "Ein verwendeter Schlüssel ist kürzer, als es heute sicher ist.",
    "weak-certificate": "Ein verwendetes Zertifikat ist mit einem veralteten Verfahren "
    "ausgestellt.",
    "oaep-sha1": "Der Schlüssel war mit einer älteren Variante eines zulässigen "
    "Verfahrens verpackt.",
    "gcm-iv-16": "Die Verschlüsselung benutzt die ältere Form mit langem "
    "Startwert; sie ist zulässig.",
    "old-cipher": "Zur Verschlüsselung diente ein Verfahren, das nicht mehr empfohlen "
    "wird.",
    "old-key-transport": "Der Schlüssel war mit einem Verfahren verpackt, das nicht "
    "mehr empfohlen wird.",
    "old-digest": "Eine Prüfsumme ist mit einem Verfahren gebildet, das nicht mehr "
    "empfohlen wird.",
    "old-signature": "Eine Signatur ist mit einem Verfahren gebildet, das nicht mehr "
    "empfohlen wird.",
    "old-certificate": "Ein verwendetes Zertifikat ist mit einem Verfahren "
    "ausgestellt, das nicht mehr empfohlen wird.",
    "short-key": "Ein verwendetes Zertifikat hat einen kürzeren Schlüssel, als seit "
    "2026 empfohlen wird; für ältere Nachrichten ist das ohne Bedeutung.",
    "not-pinned": "Das Signaturzertifikat des Intermediärs wurde nicht mit einem "
    "bestätigten verglichen.",
    "certificate-not-yet-valid": "Ein Zertifikat dieses Postfachs ist noch nicht "
    "gültig.",
    "certificate-expired": "Ein Zertifikat dieses Postfachs ist abgelaufen.",
    "certificate-ends-soon": "Ein Zertifikat dieses Postfachs läuft bald ab.",
    "schema-version-unknown": "Alle Angaben werden gezeigt, Bezeichnungen können aber "
    "fehlen oder nicht passen: Diese Fassung des Standards ist ungeprüft.",
    "not-an-application": "Dies ist kein Antrag nach XSozial-basis, sondern anderes "
    "XML; alle Angaben werden gezeigt, wie sie darin stehen.",
    "schema-version-mismatch": "Die genannte Fassung des Standards passt nicht zum "
    "Namensraum der Nachricht.",
    "schema-namespace-unknown": "Der Namensraum der Nachricht gehört nicht zu "
    "XSozial-basis.",
    "message-type-unknown": "Diese Nachrichtenart des Standards ist unbekannt; ihre "
    "Angaben werden alle gezeigt.",
    "disclosure-blocked": "Die Nachricht enthält eine Auskunftssperre. Bitte vor jeder "
    "Auskunft beachten.",
    "embedded-too-large": "Eine eingebettete Datei ist größer als 100 MB und wurde "
    "nicht ausgepackt; sie bleibt in der XML-Datei erhalten.",
    "document-differs": "Eine Datei liegt zweimal mit verschiedenem Inhalt vor: in der "
    "Nachricht und daneben.",
    "several-applications": "Die Lieferung enthält mehrere Anträge oder XML-Dateien; "
    "gezeigt wird die umfangreichste, die anderen stehen bei den Anlagen.",
    "several-forms": "Mehrere verschiedene PDF-Dateien kommen als Antrag infrage; "
    "gezeigt und verglichen wird die größte, die anderen stehen bei den Anlagen.",
    "container-not-readable": "Ein Teil der Nachricht ließ sich nicht lesen.",
    "unexpected-element": "Die Nachricht enthält ein Element, das hier nicht "
    "vorgesehen ist.",
    "attachment-in-clear": "Eine Anlage war nur auf dem Transportweg verschlüsselt, "
    "nicht für Sie als Leserin oder Leser.",
    "opening-failed": "Das Öffnen dieser Nachricht hat das Programm mehrmals beendet; "
    "sie wird nicht noch einmal geöffnet. Bitte wenden Sie sich an Ihre IT.",
    "more-findings": "Es gibt weitere Auffälligkeiten, die hier nicht einzeln stehen.",
    "xml-too-large": "Eine XML-Datei ist zu groß und wurde nicht gelesen.",
    "xml-unreadable": "Eine XML-Datei ist beschädigt oder nicht zulässig aufgebaut und "
    "wurde nicht gelesen.",
}

_EVENTS: dict[str, str] = {
    "fetched": "Beim Intermediär abgeholt und sicher gespeichert.",
    "quarantined": "In Quarantäne gelegt.",
    "trashed": "In den Papierkorb gelegt.",
    "restored": "Aus dem Papierkorb zurückgeholt.",
    "moved-inbox": "In den Posteingang gelegt.",
    "moved-in-progress": "In Bearbeitung genommen.",
    "moved-transferred": "Als übertragen gekennzeichnet.",
    "moved-filed": "Abgelegt.",
    "work-reference": "Aktenzeichen eingetragen.",
    "work-no-reference": "Aktenzeichen entfernt.",
    "work-due": "Wiedervorlage eingetragen.",
    "work-not-due": "Wiedervorlage aufgehoben.",
    "work-label": "Etikett angebracht.",
    "work-unlabel": "Etikett entfernt.",
    "work-note": "Notiz geändert.",
    "exported": "Exportiert.",
    "printed": "Gedruckt.",
    "print-stopped": "Druck abgebrochen.",
    "hint-seen": "Prüfhinweis als gesehen abgehakt.",
    "hint-open": "Prüfhinweis wieder offen.",
    "fetched-again": "Vom Intermediär erneut angeboten; die Nachricht war bereits "
    "abgeholt.",
}

_VERDICTS = {
    "verdict-unopened": "Der Inhalt ist noch nicht entschlüsselt.",
    "verdict-nothing": "Von dieser Nachricht ist nichts lesbar.",
    "verdict-invalid": "Die Signatur ist ungültig: Der Inhalt kann verändert worden "
    "sein. Bitte nicht verwenden.",
    "verdict-unsigned": "Nicht signiert: Ob der Inhalt unverändert ist und von wem er "
    "kommt, lässt sich nicht prüfen.",
    "verdict-partly-signed": "Nur ein Teil des Inhalts ist signiert; was signiert ist, "
    "ist seit der Signatur unverändert.",
    "verdict-unchanged": "Seit der Signatur unverändert. Wer signiert hat, ist nicht "
    "geprüft.",
    "verdict-attachment-lost": "Eine Anlage fehlt oder ist beschädigt; für ihren Teil "
    "der Nachricht lässt sich die Signatur nicht prüfen.",
    "verdict-incomplete": "Was lesbar ist, ist vom erwarteten Absender signiert und "
    "seit der Signatur unverändert; ein Teil der Nachricht ist nicht lesbar.",
    "verdict-expected": "Von Sozialplattform signiert und seit der Signatur "
    "unverändert.",
    "verdict-practice": "Von Sozialplattform (Übung) signiert und seit der Signatur "
    "unverändert.",
}

_DOCUMENTS = {  # why a document or one of its pages cannot be shown
    "document-kind": "Diese Datei ist weder PDF noch Bild und wird hier nicht gezeigt.",
    "document-large": "Dieses Dokument ist zu groß, um hier gezeigt zu werden.",
    "document-damaged": "Hier ist die Datei beschädigt und nicht lesbar.",
    "document-empty": "Dieses Dokument hat keine Seiten; die Datei ist leer oder "
    "abgeschnitten.",
    "document-memory": "Das Anzeigen wurde abgebrochen, weil es zu viel Speicher "
    "braucht.",
    "document-time": "Das Anzeigen wurde abgebrochen, weil es zu lange dauert.",
    "document-crash": "Das Anzeigen ist an der Datei gescheitert.",
    "document-closed": "Das Anzeigen wurde beendet.",
}

SENTENCES: dict[str, str] = _PROBLEMS | _FINDINGS | _EVENTS | _VERDICTS | _DOCUMENTS
