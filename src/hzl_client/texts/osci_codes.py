"""OSCI feedback and fault codes (OSCI-Transport 1.2, 8.1 and 8.2) in own words."""

FEEDBACK = {
    "0800": "Auftrag erledigt; der Dialog ist beendet.",
    "0801": "Auftrag erledigt; der Dialog bleibt offen.",
    "3500": "Unser Verschlüsselungszertifikat ist außerhalb seiner Gültigkeitszeit.",
    "3501": "Unser Verschlüsselungszertifikat ließ sich nicht vollständig prüfen.",
    "3700": "Unser Signaturzertifikat ist außerhalb seiner Gültigkeitszeit.",
    "3701": "Das Signaturzertifikat der absendenden Stelle ist außerhalb seiner "
    "Gültigkeitszeit.",
    "3702": "Das Signaturzertifikat der absendenden Stelle trägt eine falsche "
    "Unterschrift des Ausstellers.",
    "3703": "Das Signaturzertifikat der absendenden Stelle ist gesperrt.",
    "3704": "Das Verschlüsselungszertifikat der absendenden Stelle ist außerhalb "
    "seiner Gültigkeitszeit.",
    "3705": "Das Verschlüsselungszertifikat des Empfängers ist außerhalb seiner "
    "Gültigkeitszeit.",
    "3706": "Das Verschlüsselungszertifikat eines Lesers ist außerhalb seiner "
    "Gültigkeitszeit.",
    "3707": "Der Intermediär konnte die Zertifikate nicht vollständig prüfen.",
    "3708": "Das Signaturzertifikat des Empfängers ist außerhalb seiner "
    "Gültigkeitszeit.",
    "3800": "Für dieses Postfach warten weitere Nachrichten.",
    "3801": "Es gibt weitere passende Laufzettel; die Liste ist gekürzt.",
    "3802": "Die Antwort des passiven Empfängers war nicht signiert.",
    "3803": "Der passive Empfänger hat unverschlüsselt geantwortet.",
    "3950": "Zur zusammengesetzten Nachricht gibt es eigene Rückmeldungen.",
    "3951": "Die Wartezeit auf die vollständige Nachricht ist abgelaufen.",
    "3952": "Die zusammengesetzte Nachricht wird noch verarbeitet.",
    "9600": "Der Auftrag muss signiert sein, war es aber nicht.",
    "9601": "Die Signatur des Auftrags gilt beim Intermediär als ungültig.",
    "9602": "Die Signatur des Auftrags deckt nicht alle nötigen Teile ab.",
    "9603": "Beim Prüfen der Signatur ist beim Intermediär ein Fehler aufgetreten.",
    "9700": "Unser Signaturzertifikat trägt eine falsche Unterschrift des Ausstellers.",
    "9701": "Unser Signaturzertifikat ist gesperrt.",
    "9704": "Das Verschlüsselungszertifikat der absendenden Stelle trägt eine falsche "
    "Unterschrift des Ausstellers.",
    "9705": "Das Verschlüsselungszertifikat der absendenden Stelle ist gesperrt.",
    "9706": "Das Verschlüsselungszertifikat des Empfängers trägt eine falsche "
    "Unterschrift des Ausstellers.",
    "9707": "Das Verschlüsselungszertifikat des Empfängers ist gesperrt.",
    "9708": "Das Verschlüsselungszertifikat eines Lesers trägt eine falsche "
    "Unterschrift des Ausstellers.",
    "9709": "Das Verschlüsselungszertifikat eines Lesers ist gesperrt.",
    "9710": "Beim Prüfen der Zertifikate ist beim Intermediär ein Fehler aufgetreten.",
    "9711": "Das Signaturzertifikat des Empfängers trägt eine falsche Unterschrift "
    "des Ausstellers.",
    "9712": "Das Signaturzertifikat des Empfängers ist gesperrt.",
    "9800": "Eine Zustellung ohne Nachrichtenkennzeichen wird nicht angenommen.",
    "9801": "Das Nachrichtenkennzeichen ist unbekannt oder schon verbraucht.",
    "9802": "Dieser Auftrag ist nur in einem ausdrücklich eröffneten Dialog erlaubt.",
    "9803": "Es wartet keine passende Nachricht; das Postfach ist leer.",
    "9804": "Es gibt keinen passenden Laufzettel.",
    "9805": "Der passive Empfänger hat die Nachricht abgelehnt.",
    "9806": "Der Empfänger hat angenommen, aber keine Antwort geliefert.",
    "9807": "Die Signatur des passiven Empfängers ist ungültig.",
    "9808": "Beim Empfänger ist ein interner Fehler aufgetreten.",
    "9809": "Die Weiterleitung ist gescheitert; zugestellt wurde nicht.",
    "9810": "Die Weiterleitung ist gescheitert; zugestellt wurde aber.",
    "9811": "Beim Ausführen ist beim Intermediär ein interner Fehler aufgetreten.",
    "9900": "Dieses Paket liegt schon vor.",
    "9901": "Die Paketnummer ist falsch.",
    "9902": "Das Paket ist zu groß.",
    "9903": "Das Paket ist zu klein.",
    "9904": "Die Gesamtnachricht ist zu groß.",
    "9905": "Die Angaben zu den Paketen widersprechen sich.",
    "9950": "Die zusammengesetzte Nachricht enthält Fehler.",
}

# A code we do not know is read by its first digit (8.1).
FEEDBACK_CLASSES = {
    "0": "Der Intermediär meldet Erfolg mit einem uns unbekannten Code.",
    "3": "Der Intermediär meldet eine uns unbekannte Warnung.",
    "9": "Der Intermediär hat den Auftrag mit einem uns unbekannten Code abgelehnt.",
}
UNKNOWN_FEEDBACK = "Der Intermediär antwortet mit einem unbekannten Code."

FAULTS = {
    "9000": "Beim Intermediär ist ein interner Fehler aufgetreten.",
    "9100": "Der Intermediär hält unsere Anfrage für keine gültige OSCI-Nachricht.",
    "9200": "Der Intermediär besitzt den Schlüssel zu dem Zertifikat nicht, mit dem "
    "wir verschlüsselt haben.",
    "9201": "Das Verschlüsselungszertifikat des Intermediärs ist gesperrt.",
    "9202": "Der Intermediär konnte unsere Anfrage nicht entschlüsseln.",
    "9300": "Der Intermediär hat in unserer Anfrage keinen gültigen Auftrag gefunden.",
    "9400": "Der Intermediär hat den Dialog abgebrochen, weil Dialognummer, "
    "Reihenfolge oder Antwortwert nicht passten.",
    "9500": "Dem Intermediär fehlt unser Verschlüsselungszertifikat.",
    "9501": "Unser Verschlüsselungszertifikat trägt eine falsche Unterschrift des "
    "Ausstellers.",
    "9502": "Unser Verschlüsselungszertifikat ist gesperrt.",
    "9503": "Beim Prüfen unseres Verschlüsselungszertifikats ist beim Intermediär ein "
    "Fehler aufgetreten.",
}
UNKNOWN_FAULT = "Der Intermediär hat die Verbindung mit einer Störungsmeldung beendet."


def feedback_sentence(code: str) -> str:
    known = FEEDBACK.get(code)
    return known or FEEDBACK_CLASSES.get(code[:1], UNKNOWN_FEEDBACK)


def fault_sentence(code: str) -> str:
    return FAULTS.get(code, UNKNOWN_FAULT)
