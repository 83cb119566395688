from __future__ import annotations

import pytest

import logs


@pytest.fixture(scope="session")
def log(tmp_path_factory):
    """A log in both formats, damaged in places."""
    path = tmp_path_factory.mktemp("logs") / "mixed.log"
    path.write_text(logs.make(1, 800), encoding="utf-8", newline="")
    return path


@pytest.fixture(scope="session")
def whole_log(tmp_path_factory):
    """A log in both formats, undamaged."""
    path = tmp_path_factory.mktemp("logs") / "whole.log"
    path.write_text(logs.make(2, 800, damage=False), encoding="utf-8", newline="")
    return path
