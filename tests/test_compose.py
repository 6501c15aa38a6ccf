"""What the files for containers name: it exists, here and in the program. No container is started."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.service.role import Role
from bot.telegram.telegram_bot import WEBHOOK_PATH
from config import Settings

CHECKOUT = Path(__file__).parents[1]
LARGE = yaml.safe_load((CHECKOUT / "compose.large.yaml").read_text(encoding="utf-8"))
SMALL = yaml.safe_load((CHECKOUT / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
NEWSDESK = {f"NEWSDESK_{name.upper()}" for name in Settings.model_fields}
EXTRAS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]


@pytest.mark.parametrize("composed", [SMALL, LARGE])
def test_every_setting_exists(composed: dict[str, Any]) -> None:
    for service in composed["services"].values():
        named = {name for name in service.get("environment", {}) if name.startswith("NEWSDESK_")}
        assert named <= NEWSDESK
        assert named or "build" not in service


def test_the_images_settings_and_extras_exist() -> None:
    assert set(re.findall(r"NEWSDESK_[A-Z_]+", DOCKERFILE)) <= NEWSDESK
    extras = LARGE["x-newsdesk"]["build"]["args"]["EXTRAS"]
    assert set(extras.strip("[]").split(",")) <= EXTRAS.keys()
    for folder in re.findall(r"^COPY (\w+) \./\1$", DOCKERFILE, re.MULTILINE):
        assert (CHECKOUT / folder / "__init__.py").is_file()


@pytest.mark.parametrize("composed", [SMALL, LARGE])
def test_what_services_need_is_there(composed: dict[str, Any]) -> None:
    for service in composed["services"].values():
        for other, needed in service.get("depends_on", {}).items():
            assert needed["condition"] == "service_healthy"
            assert "healthcheck" in composed["services"][other]
        volumes = {volume.split(":")[0] for volume in service.get("volumes", ())}
        assert volumes <= composed["volumes"].keys()
        assert {config["source"] for config in service.get("configs", ())} <= composed.get("configs", {}).keys()


def test_images_of_others_are_of_one_version() -> None:
    for name in ("proxy", "postgres", "milvus"):
        assert re.fullmatch(r"[a-z/]+:v?\d+(\.\d+)*", LARGE["services"][name]["image"])


def test_each_process_has_a_role() -> None:
    roles = {
        service["command"][2] for service in LARGE["services"].values() if service.get("command", [""])[0] == "run"
    }
    assert roles == {"bot", "worker", "scheduler"} <= set(Role)


def test_health_is_asked_where_it_is_told() -> None:
    port = LARGE["services"]["bot"]["environment"]["NEWSDESK_HTTP_ADDRESS"].rpartition(":")[2]
    assert f"http://127.0.0.1:{port}/healthz" in DOCKERFILE
    assert f"NEWSDESK_HTTP_ADDRESS=127.0.0.1:{port}" in DOCKERFILE
    caddyfile = LARGE["configs"]["caddyfile"]["content"]
    assert f"handle {WEBHOOK_PATH} {{" in caddyfile
    assert f"dynamic a bot {port}" in caddyfile


def test_the_proxy_takes_its_configuration(tmp_path: Path) -> None:
    caddy = shutil.which("caddy")
    if caddy is None:
        pytest.skip("Caddy is not installed")
    content = LARGE["configs"]["caddyfile"]["content"].replace("${NEWSDESK_DOMAIN}", "bot.example")
    (tmp_path / "Caddyfile").write_text(content, encoding="utf-8")
    done = subprocess.run(
        [caddy, "validate", "--adapter", "caddyfile", "--config", tmp_path / "Caddyfile"],
        capture_output=True, text=True, env={"HOME": str(tmp_path)}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
