"""What the README says first."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import logs


def test_the_first_lines_run(tmp_path, monkeypatch, capsys):
    code = re.search(r"```python\n(.*?)```", (Path(__file__).parent.parent / "README.md").read_text(), re.DOTALL)[1]
    assert len([line for line in code.splitlines() if line]) == 3
    monkeypatch.chdir(tmp_path)
    Path("2026.log").write_text(logs.make(1, 50), encoding="utf-8", newline="")
    exec(code, {})  # noqa: S102, the README is ours
    assert "/conversations/" in capsys.readouterr().out


def test_the_wheel_has_its_licences():
    texts = {file.name: file.read_text() for file in metadata.files("ucwa-codec") if "licenses" in file.parts}
    assert sorted(texts) == ["LICENSE-APACHE", "LICENSE-MIT"]
    assert "Apache License" in texts["LICENSE-APACHE"] and "Permission is hereby granted" in texts["LICENSE-MIT"]
