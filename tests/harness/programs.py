"""The programs of a machine, as a test wants them: what LibreOffice and poppler are there is what PATH says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

OFFICE = '#!/bin/sh\nfor last; do :; done\nprintf "%%PDF-1.7 %s" "$1" > "$(dirname "$last")/sheet.pdf"\n'
PAINTER = '#!/bin/sh\nfor last; do :; done\n[ -f "$last.pdf" ] || exit 1\n(printf "\\211PNG "; cat "$last.pdf"; echo " $*") > "$last.png"\n'
BROKEN = "#!/bin/sh\nexit 1\n"
TOOLS = ("sh", "cat", "dirname", "sleep")
"""What the stand-ins need."""


def machine(patch: pytest.MonkeyPatch, folder: Path, **programs: str) -> None:
    """On which there are these programs (name=script) and no other: `soffice`, `pdftoppm`."""
    place = folder / "bin"
    place.mkdir()
    for tool in TOOLS:
        (place / tool).symlink_to(str(shutil.which(tool)))
    for name, script in programs.items():
        (place / name).write_text(script)
        (place / name).chmod(0o755)
    patch.setenv("PATH", str(place))
