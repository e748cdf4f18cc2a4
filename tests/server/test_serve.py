"""`tellcheck serve` and its commands: ready soon, clear when it cannot start, gone when told."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import tellcheck_model
from gunicorn.config import Config
from running import LiveServer, MakeApp, StartServer
from tellcheck_server.serving import gunicorn_options, waitress_options
from tellcheck_server.settings import Settings

COMMAND = Path(sys.executable).with_name("tellcheck")


def run(*args: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TELLCHECK_")}
    command = [COMMAND, *args]
    return subprocess.run(command, env=environment | variables, capture_output=True, text=True, timeout=60)


def test_gunicorn_takes_the_settings_of_one_person_on_one_machine() -> None:
    config = Config()
    for name, value in gunicorn_options(Settings()).items():
        config.set(name, value)
    found = {name: getattr(config, name) for name in (
        "workers", "threads", "worker_class_str", "timeout", "graceful_timeout", "keepalive", "limit_request_line",
        "limit_request_fields", "limit_request_field_size", "max_requests", "control_socket_disable", "preload_app",
        "forwarded_allow_ips", "address", "worker_tmp_dir",
    )}  # fmt: skip
    assert found == {
        "workers": 1,
        "threads": 640,
        "worker_class_str": "gthread",
        "timeout": 30,
        "graceful_timeout": 30,
        "keepalive": 5,
        "limit_request_line": 2048,
        "limit_request_fields": 50,
        "limit_request_field_size": 4096,
        "max_requests": 0,
        "control_socket_disable": True,
        "preload_app": sys.platform == "linux",
        "forwarded_allow_ips": [],
        "address": [("127.0.0.1", 8765)],
        "worker_tmp_dir": "/dev/shm" if sys.platform == "linux" else None,
    }


def test_waitress_takes_the_same_limits_where_it_has_them() -> None:
    options = waitress_options(Settings())
    assert (options["host"], options["connection_limit"], options["channel_timeout"]) == ("127.0.0.1", 1000, 20)
    assert options["ident"] is None


def test_it_prints_what_a_person_needs_and_listens_on_loopback_only(live: LiveServer) -> None:
    printed = live.out.read_text()
    assert f"http://127.0.0.1:{live.port}" in printed
    assert re.search(r"Pairing code +[0-9A-Z]{4}-[0-9A-Z]{4}", printed)
    assert "Ctrl+C" in printed
    listening = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
    addresses = re.findall(rf" ([0-9A-F]+):{live.port:04X} [0-9A-F]+:0000 0A ", listening)
    assert addresses == ["0100007F"]


def test_the_extension_of_the_checkout_is_named_where_it_is_built(live: LiveServer) -> None:
    folder = Path(__file__).parents[2] / "extension" / "dist" / "chrome"
    assert (str(folder) in live.out.read_text()) == folder.is_dir()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "localhost", "127.0.0.2"])
def test_another_address_than_loopback_is_refused(host: str) -> None:
    done = run("serve", "--host", host)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "127.0.0.1" in done.stderr


def test_a_busy_port_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("serve", "--port", port)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1 and port in done.stderr and "--port" in done.stderr


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("serve", TELLCHECK_DATA_DIR=str(tmp_path / "file" / "data"), TELLCHECK_PORT=free_port())
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("storage_unusable: ")


@pytest.mark.parametrize("harm", ["missing", "flipped"])
def test_an_unusable_bundle_is_one_line_and_exit_3(tmp_path: Path, harm: str) -> None:
    packages = tmp_path / "packages"
    source = Path(tellcheck_model.__file__).parent
    shutil.copytree(source, packages / "tellcheck_model", ignore=shutil.ignore_patterns("__pycache__"))
    classifier = packages / "tellcheck_model" / "bundle" / "classifier.joblib"
    content = classifier.read_bytes()
    if harm == "missing":
        shutil.rmtree(classifier.parent)
    else:
        classifier.write_bytes(content[:1000] + bytes([content[1000] ^ 1]) + content[1001:])
    variables = {"PYTHONPATH": str(packages), "TELLCHECK_DATA_DIR": str(tmp_path), "TELLCHECK_PORT": free_port()}
    done = run("serve", **variables)
    assert done.returncode == 3, done.stderr
    assert re.fullmatch(r"model_unusable: [^\n]+\n", done.stderr)


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


def test_a_killed_worker_is_replaced_and_a_term_signal_lets_a_request_finish(start_server: StartServer) -> None:
    server = start_server()
    token = server.pair(server.code())
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGKILL)
    server.wait_for(server.is_ready)
    body = b'{"draft":"Hi Ana, thanks.","channel":"email"}'
    head = (
        f"POST /v1/reviews HTTP/1.1\r\nHost: {server.host}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with server.connect() as connection:
        connection.sendall(head.encode() + body[:10])
        assert server.is_ready()  # a later request was answered, so this one is being read
        server.process.send_signal(signal.SIGTERM)
        finish = threading.Timer(1, connection.sendall, [body[10:]])
        finish.start()
        assert server.read(connection).startswith(b"HTTP/1.1 200 ")
    assert server.process.wait(timeout=31) == 0


def test_pairings_are_made_listed_and_revoked_beside_a_running_server(live: LiveServer) -> None:
    variables = {"TELLCHECK_DATA_DIR": str(live.folder / "data"), "NO_COLOR": "1", "COLUMNS": "160"}
    printed = run("pair", **variables).stdout
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", printed)
    assert code, printed
    token = live.pair(code[0])
    bearer = {"Authorization": f"Bearer {token}"}
    token_id = live.ask("GET", "/v1/tokens", **bearer)[1]["tokens"][0]["id"]
    assert token_id in run("tokens", "list", **variables).stdout
    assert run("tokens", "revoke", token_id, **variables).returncode == 0
    assert live.ask("GET", "/v1/tokens", **bearer)[0] == 401
    assert run("tokens", "revoke", token_id, **variables).returncode == 2


def test_flask_debug_is_never_on(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    assert make_app().debug is False


@pytest.mark.parametrize("command", ["review", "rubric"])
def test_a_review_on_the_command_line_imports_no_server(command: str) -> None:
    code = (
        "import sys; from tellcheck_server.cli import main\n"
        f"main.get_command(None, {command!r})\n"
        "assert not {'flask', 'sqlalchemy', 'gunicorn', 'alembic'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_help_names_every_command_without_importing_one() -> None:
    done = run("--help")
    assert done.returncode == 0
    for name in ("serve", "pair", "review", "rubric", "tokens", "train", "evaluate", "model"):
        assert re.search(rf"^  {name} ", done.stdout, re.MULTILINE)


def test_an_unknown_command_is_wrong_use() -> None:
    assert run("frobnicate").returncode == 2
