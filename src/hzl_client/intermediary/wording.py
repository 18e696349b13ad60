"""What the practice intermediary writes beside its codes, in own words (NOTES 8)."""

from hzl_client.osci.feedback import Entry

FEEDBACK = {
    "0800": "Auftrag erledigt, der Dialog ist beendet",
    "0801": "Auftrag erledigt, der Dialog bleibt offen",
    "3500": "Das Chiffrierzertifikat des Clients ist außerhalb seiner Gültigkeitszeit",
    "3700": "Das Signaturzertifikat des Clients ist außerhalb seiner Gültigkeitszeit",
    "3800": "Für diesen Client warten weitere Zustellungen",
    "3801": "Es gibt weitere passende Laufzettel",
    "3950": "Die Zustellung ist zusammengesetzt, siehe InsideFeedback",
    "9600": "Der Auftrag muss signiert sein",
    "9601": "Die Signatur des Auftrags ist ungültig",
    "9602": "Die Signatur des Auftrags deckt nicht alle nötigen Teile ab",
    "9700": "Das Signaturzertifikat des Clients trägt eine falsche Ausstellersignatur",
    "9800": "Eine Zustellung ohne MessageId wird nicht angenommen",
    "9801": "Die MessageId ist unbekannt oder schon verbraucht",
    "9803": "Es ist keine passende Zustellung vorhanden",
    "9804": "Es ist kein passender Laufzettel vorhanden",
    "9811": "Die Zustellung war nicht lesbar",
    "9900": "Dieses Paket liegt schon vor",
    "9901": "Ein Paket mit dieser Nummer gibt es nicht",
    "9902": "Das Paket ist zu groß",
    "9903": "Das Paket ist zu klein",
    "9904": "Die Nachricht ist insgesamt zu groß",
    "9905": "Die Angaben zu den Paketen widersprechen sich",
    "9950": "Die zusammengesetzte Zustellung wurde abgelehnt, siehe InsideFeedback",
}
FAULTS = {
    "9000": "Interner Fehler des Übungsintermediärs",
    "9100": "Die Nachricht ist keine OSCI-Nachricht, die hier verstanden wird",
    "9200": "Zum verwendeten Chiffrierzertifikat ist hier kein Schlüssel vorhanden",
    "9202": "Die Nachricht ist nicht entschlüsselbar",
    "9300": "Der entschlüsselte Inhalt ist kein gültiger Auftrag",
    "9400": "ConversationId, SequenceNumber oder Response ist nicht korrekt",
    "9500": "Das Chiffrierzertifikat des Clients fehlt oder ist nicht verwendbar",
    "9501": "Das Chiffrierzertifikat des Clients trägt eine falsche Ausstellersignatur",
}


def entries(*codes: str) -> tuple[Entry, ...]:
    return tuple(Entry(code, FEEDBACK[code]) for code in codes)
