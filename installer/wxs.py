"""The source of the MSI: one component for each file of a tree."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

NAME = "HzL-Client"
MANUFACTURER = "HzL-Client"
UPGRADE_CODE = "B5C0C5C8-0F0B-4C55-8B5A-6C2B0A1D7E43"  # never changes again
IDENTITIES = uuid.UUID("6d0d6c55-8a3f-4f0e-9b39-4f7a3f0f2c11")  # nor does this
PROGRAM = "HzL-Client.exe"
KEY = r"SOFTWARE\HzL-Client"
APP_PATH = rf"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\{PROGRAM}"
WINDOWS = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
DOWNGRADE = (
    "Eine neuere Version von HzL-Client ist bereits installiert. Es wurde nichts "
    "geändert. Wer die ältere braucht, entfernt zuerst die neuere; die Postfächer "
    "bleiben dabei erhalten."
)
KEPT = (
    "Beim Entfernen bleiben die Postfächer der Benutzer erhalten "
    r"(%LOCALAPPDATA%\hzl-client)."
)


@dataclass(frozen=True, slots=True)
class Product:
    tree: Path
    version: str

    @property
    def code(self) -> str:
        """Each version is a product of its own that replaces the others."""
        return guid(f"product {self.version}")

    @property
    def size(self) -> int:
        return sum(file.stat().st_size for file in files(self.tree))


def guid(name: str) -> str:
    return str(uuid.uuid5(IDENTITIES, name)).upper()


def identifier(kind: str, path: str) -> str:
    return kind + uuid.uuid5(IDENTITIES, f"{kind} {path}").hex[:20]


def files(tree: Path) -> list[Path]:
    return sorted(path for path in tree.rglob("*") if path.is_file())


def render(product: Product) -> str:
    tree = product.tree
    references = [
        f'<ComponentRef Id="{identifier("c", file.relative_to(tree).as_posix())}"/>'
        for file in files(tree)
    ]
    return _TEMPLATE.format(
        name=NAME,
        manufacturer=MANUFACTURER,
        version=product.version,
        code=product.code,
        upgrade_code=UPGRADE_CODE,
        downgrade=quoteattr(DOWNGRADE),
        kept=quoteattr(KEPT),
        size=product.size // 1024,
        windows=quoteattr(WINDOWS),
        key=quoteattr(KEY),
        app_path=quoteattr(APP_PATH),
        program=PROGRAM,
        entries=guid("entries"),
        desktop=guid("desktop"),
        tree="\n".join(_folder(tree, tree)),
        references="\n".join(references),
    )


def _folder(folder: Path, tree: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        name = path.relative_to(tree).as_posix()
        if path.is_dir():
            attributes = f'Id="{identifier("d", name)}" Name={quoteattr(path.name)}'
            yield f"<Directory {attributes}>"
            yield from _folder(path, tree)
            yield "</Directory>"
        else:
            yield (
                f'<Component Id="{identifier("c", name)}" Guid="{guid(name)}" '
                f'Win64="yes"><File Id="{identifier("f", name)}" '
                f"Name={quoteattr(path.name)} Source={quoteattr(name)} "
                'KeyPath="yes"/></Component>'
            )


# What wixl does not know (conditions, codepage, order of actions) is added by msi.py.
_TEMPLATE = """<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
<Product Id="{code}" Name="{name}" Language="1031" Codepage="1252"
  Version="{version}" Manufacturer="{manufacturer}" UpgradeCode="{upgrade_code}">
<Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine"
  Languages="1031" SummaryCodepage="1252" Description="{name} {version}"
  Manufacturer="{manufacturer}" Keywords="Installer"/>
<MajorUpgrade DowngradeErrorMessage={downgrade}/>
<Media Id="1" Cabinet="program.cab" EmbedCab="yes"/>
<Icon Id="{program}" SourceFile="{program}"/>
<Property Id="ARPPRODUCTICON" Value="{program}"/>
<Property Id="ARPNOMODIFY" Value="1"/>
<Property Id="ARPCONTACT" Value="IT-Betreuung im eigenen Haus"/>
<Property Id="ARPCOMMENTS" Value={kept}/>
<Property Id="ARPSIZE" Value="{size}"/>
<Property Id="REINSTALLMODE" Value="amus"/>
<Property Id="WINDOWSBUILD"><RegistrySearch Id="findBuild" Root="HKLM" Type="raw"
  Key={windows} Name="CurrentBuildNumber" Win64="yes"/></Property>
<Property Id="FORMERDIR"><RegistrySearch Id="findFolder" Root="HKLM" Type="raw"
  Key={key} Name="InstallDir" Win64="yes"/></Property>
<Property Id="FORMERDESKTOP"><RegistrySearch Id="findDesktop" Root="HKLM" Type="raw"
  Key={key} Name="DesktopShortcut" Win64="yes"/></Property>
<Directory Id="TARGETDIR" Name="SourceDir">
<Directory Id="ProgramFiles64Folder"><Directory Id="INSTALLDIR" Name="{name}">
{tree}
</Directory></Directory>
<Directory Id="ProgramMenuFolder" Name="Programs">
<Component Id="Entries" Guid="{entries}" Win64="yes">
<Shortcut Id="StartMenu" Name="{name}" Target="[INSTALLDIR]{program}"
  WorkingDirectory="INSTALLDIR" Icon="{program}"/>
<RegistryValue Root="HKLM" Key={key} Name="InstallDir" Type="string"
  Value="[INSTALLDIR]" KeyPath="yes"/>
<RegistryValue Root="HKLM" Key={key} Name="Version" Type="string"
  Value="{version}"/>
<RegistryValue Root="HKLM" Key={app_path} Type="string"
  Value="[INSTALLDIR]{program}"/>
<RegistryValue Root="HKLM" Key={app_path} Name="Path" Type="string"
  Value="[INSTALLDIR]"/>
</Component></Directory>
<Directory Id="DesktopFolder" Name="Desktop">
<Component Id="Desktop" Guid="{desktop}" Win64="yes">
<Shortcut Id="DesktopShortcut" Name="{name}" Target="[INSTALLDIR]{program}"
  WorkingDirectory="INSTALLDIR" Icon="{program}"/>
<RegistryValue Root="HKLM" Key={key} Name="DesktopShortcut" Type="string"
  Value="1" KeyPath="yes"/>
</Component></Directory>
</Directory>
<Feature Id="Main" Level="1" Title="{name}">
{references}
<ComponentRef Id="Entries"/>
<ComponentRef Id="Desktop"/>
</Feature>
</Product>
</Wix>
"""
