"""A PostgreSQL server of the tests' own, in a temporary folder, and lines to it that can be cut.

SPDX-License-Identifier: MIT
"""
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

SQL = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "postgresql.sql")

# fsync stays on: a crash must find what was acknowledged on the disk.
SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
logging_collector = off
log_line_prefix = '%m [%p] '
max_connections = 40
shared_buffers = 64MB
min_wal_size = 32MB
max_wal_size = 128MB
lc_messages = 'C'
"""

# Servers log in as `lobby` by password, everything else is trusted: the folder lets nobody in.
ACCESS = """
local all lobby,reader scram-sha-256
local all all trust
hostssl all lobby 127.0.0.1/32 scram-sha-256
"""

MEMORY = "/dev/shm"


def programs():
    """The folder of initdb and postgres; the newest where there are several."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"),
                   key=lambda path: float(path.split("/")[4]))
    path = found[-1] if found else shutil.which("initdb")
    if path is None:
        raise FileNotFoundError("no PostgreSQL server is installed (tests/packages.sh test)")
    return os.path.dirname(path)


def folder_for_data():
    """In memory where there is enough: crashes of processes are tried here, not of the machine."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 1 << 30:
        return MEMORY
    return None


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """Started by `with`, and always stopped."""

    def __init__(self):
        self.bin = None
        self.root = None
        self.process = None
        # The server refuses to be run by root.
        self.user = None
        if os.getuid() == 0:
            names = {entry.pw_name for entry in pwd.getpwall()}
            self.user = "postgres" if "postgres" in names else "nobody"

    def uid(self):
        return os.getuid() if self.user is None else pwd.getpwnam(self.user).pw_uid

    def __enter__(self):
        self.bin = programs()
        self.root = tempfile.mkdtemp(prefix="achpack-pg-", dir=folder_for_data())
        self.port = free_port()
        # What libpq and psql would take from this user's own settings.
        for name in [name for name in os.environ if name.startswith("PG")]:
            del os.environ[name]
        os.environ.update(HOME=self.root, PGPORT=str(self.port))
        try:
            if self.user is not None:
                shutil.chown(self.root, self.user)
            self.data = os.path.join(self.root, "data")
            self.tool("initdb", "-D", self.data, "-U", "owner", "-A", "trust", "-E", "UTF8",
                      "--locale=C", "--no-sync")
            self.write("postgresql.conf", SETTINGS.format(folder=self.root, port=self.port), "a")
            self.write("pg_hba.conf", ACCESS, "w")
            self.start()
            self.create("achpack")
            self.ask("ALTER SYSTEM SET password_encryption = 'scram-sha-256'")
            self.ask("CREATE ROLE lobby LOGIN PASSWORD 'right' IN ROLE achpack_server")
            self.ask("CREATE ROLE reader LOGIN PASSWORD 'right' IN ROLE achpack_reader")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def write(self, name, text, mode):
        with open(os.path.join(self.data, name), mode, encoding="utf-8") as file:
            file.write(text)

    def tool(self, name, *words):
        path = os.path.join(self.bin, name)
        done = subprocess.run([path if os.path.exists(path) else name, *words], user=self.user,
                              cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, errors="replace", timeout=120)
        if done.returncode != 0:
            raise RuntimeError(f"{name}: {done.stdout}")
        return done.stdout

    def create(self, database, tables=True):
        self.ask(f"CREATE DATABASE {database}", "postgres")
        if tables:
            self.run_file(SQL, database)

    def run_file(self, path, database):
        # psql runs as us: the server's user may not be allowed to read the tree.
        subprocess.run([os.path.join(self.bin, "psql"), "-qX", "-v", "ON_ERROR_STOP=1", "-h",
                        self.root, "-U", "owner", "-d", database, "-f", path], check=True,
                       timeout=120, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def run_text(self, sql, database):
        with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as file:
            file.write(sql)
            file.flush()
            self.run_file(file.name, database)

    def make_certificate(self):
        """Its own, for 127.0.0.1; the server uses it at once."""
        self.tool("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                  "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                  "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "server.key", "-out",
                  "server.crt")
        self.ask(f"ALTER SYSTEM SET ssl_cert_file = '{self.root}/server.crt'")
        self.ask(f"ALTER SYSTEM SET ssl_key_file = '{self.root}/server.key'")
        self.ask("ALTER SYSTEM SET ssl = on")
        self.ask("SELECT pg_reload_conf()")
        time.sleep(0.2)

    def ask(self, sql, database="achpack"):
        return self.tool("psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-h", self.root, "-U", "owner",
                         "-d", database, "-c", sql).strip()

    def url(self, user="lobby", password="right", database="achpack", host=None, more=""):
        return (f"postgresql://{user}:{password}@/{database}?host={host or self.root}"
                f"&port={self.port}{more}")

    def log(self):
        with open(os.path.join(self.root, "log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    # Starting and stopping.

    def start(self):
        until = time.monotonic() + 60
        while True:
            with open(os.path.join(self.root, "log"), "ab") as log:
                # A session of its own: nothing that is sent to the tests' group reaches it.
                self.process = subprocess.Popen(
                    [os.path.join(self.bin, "postgres"), "-D", self.data], user=self.user,
                    cwd=self.root, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                    start_new_session=True)
            while self.process.poll() is None and time.monotonic() < until:
                if self.is_ready():
                    return
                time.sleep(0.02)
            # After kill -9 the old server's children may hold its memory for a moment.
            if time.monotonic() >= until:
                raise RuntimeError("the server does not start: " + self.log()[-2000:])
            time.sleep(0.05)

    def is_ready(self):
        return subprocess.run([os.path.join(self.bin, "pg_isready"), "-q", "-h", self.root],
                              check=False).returncode == 0

    def processes(self):
        """The server and its children, which are all in its session."""
        found = []
        for path in glob.glob("/proc/[0-9]*/stat"):
            try:
                with open(path, encoding="utf-8", errors="replace") as file:
                    fields = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            # Children make sessions of their own, so it is the parent that counts.
            if int(fields[1]) == self.process.pid:
                found.append(int(path.split("/")[2]))
        return [self.process.pid, *found]

    def signal_all(self, number):
        for process in self.processes():
            try:
                os.kill(process, number)
            except ProcessLookupError:
                pass

    def crash(self):
        """kill -9 of everything, as when the machine stops."""
        self.signal_all(signal.SIGKILL)
        self.process.wait()

    def crash_postmaster(self):
        """kill -9 of the first process; the others notice and end."""
        self.process.kill()
        self.process.wait()

    def stop_at_once(self):
        """What pg_ctl -m immediate sends."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.signal_all(signal.SIGCONT)
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.crash()


class Wiring:
    """A way to the server that is cut once, around the next COMMIT: `before` it arrives, `after` it
    was answered, or at once, while the server is still `busy` with it."""

    def __init__(self, server):
        self.server = server
        self.cut = None
        self.cuts = 0
        self.wires = []
        self.folder = tempfile.mkdtemp(prefix="achpack-line-")
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(os.path.join(self.folder, f".s.PGSQL.{server.port}"))
        self.listener.listen()
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for wire in self.wires:
            wire.close()
        shutil.rmtree(self.folder)

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            wire = Wire(self, client)
            self.wires.append(wire)
            wire.start()


class Wire:
    """One connection over a line."""

    def __init__(self, line, client):
        self.line = line
        self.client = client
        self.server = socket.socket(socket.AF_UNIX)
        self.server.connect(os.path.join(line.server.root, f".s.PGSQL.{line.server.port}"))
        self.is_mute = False

        self.threads = [threading.Thread(target=self.guarded, args=(work,), daemon=True)
                        for work in (self.upwards, self.downwards)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def close(self):
        for end in (self.client, self.server):
            self.guarded(lambda: end.shutdown(socket.SHUT_RDWR))  # noqa: B023 called at once
        for thread in self.threads:
            thread.join()
        self.client.close()
        self.server.close()

    @staticmethod
    def guarded(work):
        try:
            work()
        except OSError:
            pass

    def upwards(self):
        while data := self.client.recv(1 << 20):
            if self.line.cut is not None and b"COMMIT\0" in data:
                self.cut(data)
                return
            self.server.sendall(data)
        self.server.shutdown(socket.SHUT_WR)

    def cut(self, data):
        way, self.line.cut = self.line.cut, None
        self.line.cuts += 1
        self.is_mute = True
        if way != "before":
            self.server.sendall(data)
        if way == "after":
            time.sleep(0.2)
        self.client.shutdown(socket.SHUT_RDWR)
        if way != "busy":
            self.server.shutdown(socket.SHUT_RDWR)

    def downwards(self):
        while data := self.server.recv(1 << 20):
            if not self.is_mute:
                self.client.sendall(data)
        self.client.shutdown(socket.SHUT_RDWR)
