; A setup for single computers: asks in German and lets Windows Installer do the work,
; so that there is one way onto the machine, one entry to remove and one upgrade path.
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include LogicLib.nsh

Name "HzL-Client"
OutFile "${OUTPUT}"
InstallDir "$PROGRAMFILES64\HzL-Client"
InstallDirRegKey HKLM "SOFTWARE\HzL-Client" "InstallDir"
RequestExecutionLevel admin
ManifestDPIAware true
BrandingText "HzL-Client ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1031 ProductName "HzL-Client"
VIAddVersionKey /LANG=1031 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=1031 FileVersion "${VERSION}"
VIAddVersionKey /LANG=1031 FileDescription "Installation von HzL-Client"
VIAddVersionKey /LANG=1031 LegalCopyright "AGPL-3.0, Quelltexte EUPL-1.2"

!ifdef ICON
!define MUI_ICON "${ICON}"
!endif
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "HzL-Client ${VERSION} wird für alle Benutzer dieses Rechners installiert.$\r$\n$\r$\nEine ältere Version wird ersetzt. Postfächer bleiben erhalten, auch wenn das Programm später entfernt wird."
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_LANGUAGE "German"

Var DesktopWish
Var MsiStatus
Var MsiLog

Section /o "Verknüpfung auf dem Desktop"
  StrCpy $DesktopWish "DESKTOPSHORTCUT=1"
SectionEnd

Section "HzL-Client"
  SectionIn RO
  InitPluginsDir
  SetOutPath "$PLUGINSDIR"
  SetCompress off ; the MSI is compressed
  File "/oname=HzL-Client.msi" "${MSI}"
  SetOutPath "$TEMP"
  StrCpy $MsiLog "$TEMP\HzL-Client-Installation.log"
  DetailPrint "HzL-Client wird installiert …"
  ExecWait '"$SYSDIR\msiexec.exe" /i "$PLUGINSDIR\HzL-Client.msi" /qn /norestart /l*v "$MsiLog" INSTALLDIR="$INSTDIR" $DesktopWish' $MsiStatus
  SetErrorLevel $MsiStatus
  ${If} $MsiStatus = 0
    Return
  ${EndIf}
  ${If} $MsiStatus = 3010
    SetRebootFlag true
    Return
  ${EndIf}
  ${Switch} $MsiStatus
    ${Case} 1618
      StrCpy $0 "Eine andere Installation läuft gerade. Bitte warten Sie, bis sie fertig ist, und starten Sie die Installation dann neu."
      ${Break}
    ${Case} 1638
      StrCpy $0 "Diese Version ist bereits installiert. Es wurde nichts geändert."
      ${Break}
    ${Case} 1602
      StrCpy $0 "Die Installation wurde abgebrochen. Es wurde nichts geändert."
      ${Break}
    ${Case} 1625
      StrCpy $0 "Eine Richtlinie verbietet diese Installation. Bitte wenden Sie sich an Ihre IT-Betreuung."
      ${Break}
    ${Default}
      StrCpy $0 "HzL-Client wurde nicht installiert. Möglich sind eine bereits installierte neuere Version, ein Windows vor Version 1809, zu wenig Speicherplatz oder fehlende Rechte."
  ${EndSwitch}
  DetailPrint "$0"
  MessageBox MB_ICONSTOP|MB_OK "$0$\r$\n$\r$\nCode $MsiStatus, Protokoll: $MsiLog" /SD IDOK
  SetErrorLevel $MsiStatus
  Quit
SectionEnd
