"""A PostgreSQL server of the tests' own, in a temporary folder, reached by a socket alone.

SPDX-License-Identifier: MIT
"""
import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

SQL = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "postgresql.sql")

SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
logging_collector = off
log_line_prefix = '%m [%p] '
max_connections = 40
shared_buffers = 64MB
max_wal_size = 2GB
lc_messages = 'C'
"""

# Servers log in as `lobby` by password, everything else is trusted: the folder lets nobody in.
ACCESS = """
local all lobby,reader scram-sha-256
local all all trust
"""


def programs():
    """The folder of initdb and postgres; the newest where there are several."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"),
                   key=lambda path: float(path.split("/")[4]))
    path = found[-1] if found else shutil.which("initdb")
    if path is None:
        raise FileNotFoundError("no PostgreSQL server is installed (tests/packages.sh test)")
    return os.path.dirname(path)


class Server:
    """Started by `with`, and always stopped."""

    def __init__(self):
        self.bin = programs()
        self.root = None
        self.process = None
        # The server refuses to be run by root.
        self.user = None
        if os.getuid() == 0:
            names = {entry.pw_name for entry in pwd.getpwall()}
            self.user = "postgres" if "postgres" in names else "nobody"

    def __enter__(self):
        self.root = tempfile.mkdtemp(prefix="achpack-pg-")
        try:
            if self.user is not None:
                shutil.chown(self.root, self.user)
            self.data = os.path.join(self.root, "data")
            self.tool("initdb", "-D", self.data, "-U", "owner", "-A", "trust", "-E", "UTF8",
                      "--locale=C", "--no-sync")
            self.write("postgresql.conf", SETTINGS.format(folder=self.root), "a")
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
        done = subprocess.run([os.path.join(self.bin, name), *words], user=self.user,
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

    def ask(self, sql, database="achpack"):
        return self.tool("psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-h", self.root, "-U", "owner",
                         "-d", database, "-c", sql).strip()

    def url(self, user="lobby", password="right", database="achpack", more=""):
        return f"postgresql://{user}:{password}@/{database}?host={self.root}{more}"

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
