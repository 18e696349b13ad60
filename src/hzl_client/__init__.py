"""Anträge auf Hilfe zum Lebensunterhalt über OSCI abholen, lesen und übernehmen."""
