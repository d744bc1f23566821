"""The launcher of script/server, on real clusters: who gets in, and what it survives."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from house import database
from house.account import account_for
from house.cluster import Cluster
from house.steps import Halt

New = Callable[..., Cluster]
SCRIPT = Path(__file__).resolve().parents[2] / "script"


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    """Runs one statement and gives back its rows, if it has any."""
    with psycopg.connect(url) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


class TestWhoGetsIn:
    def test_only_by_password(self, running: Cluster) -> None:
        wrong = running.url("opmodel_app").replace("opmodel_app:", "opmodel_app:not-")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            ask(wrong, "SELECT 1")

    def test_not_the_superuser(self, running: Cluster) -> None:
        superuser = running.url("opmodel_app").replace("//opmodel_app", "//postgres")
        with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
            ask(superuser, "SELECT 1")

    def test_on_no_port(self, running: Cluster) -> None:
        assert ask(running.url("opmodel_app"), "SHOW listen_addresses") == [("",)]

    def test_nobody_but_its_account_gets_at_the_files(self, running: Cluster) -> None:
        for folder in (running.folder, running.data, running.socket_folder):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert folder.stat().st_uid == running.account.uid
        assert stat.S_IMODE((running.ground / "trial.json").stat().st_mode) == 0o600

    def test_it_does_not_run_as_root(self, running: Cluster) -> None:
        assert Path(f"/proc/{postmaster(running)}").stat().st_uid == running.account.uid != 0


class TestWhatTheRolesMay:
    def test_the_application_makes_nothing(self, running: Cluster) -> None:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(running.url("opmodel_app"), "CREATE TABLE mine ()")

    def test_the_owner_makes_tables_and_databases(self, running: Cluster) -> None:
        ask(running.url("opmodel_owner"), "CREATE TABLE ours (name text); DROP TABLE ours")
        with psycopg.connect(running.url("opmodel_owner"), autocommit=True) as owner:
            owner.execute("CREATE DATABASE another")
        another = running.url("opmodel_owner", "another")
        ask(another, "CREATE TABLE theirs ()")
        extensions = {name for (name,) in ask(another, "SELECT extname FROM pg_extension")}
        assert {"pg_trgm", "unaccent", "btree_gist"} <= extensions

    def test_the_owner_can_turn_into_the_application_only(self, running: Cluster) -> None:
        ask(running.url("opmodel_owner"), "SET ROLE opmodel_app")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(running.url("opmodel_owner"), "SET ROLE postgres")

    def test_data_have_checksums_and_words_are_utf_8(self, running: Cluster) -> None:
        assert ask(running.url("opmodel_app"), "SHOW data_checksums") == [("on",)]
        assert ask(running.url("opmodel_app"), "SHOW server_encoding") == [("UTF8",)]
        assert ask(running.url("opmodel_app"), "SELECT lower('ÀÉ')") == [("àé",)]


class TestStartingAndStopping:
    def test_the_last_to_leave_stops_it_and_throwaway_data_go(self, new_cluster: New) -> None:
        cluster = new_cluster()
        with cluster.in_use():
            with new_cluster().in_use():
                first = postmaster(cluster)
            assert postmaster(cluster) == first
            ask(cluster.url("opmodel_owner"), "CREATE TABLE gone ()")
        assert not (cluster.data / "postmaster.pid").exists()
        with cluster.in_use(), pytest.raises(psycopg.errors.UndefinedTable):
            ask(cluster.url("opmodel_owner"), "TABLE gone")

    def test_data_stay(self, new_cluster: New) -> None:
        """After a clean stop, after kill -9, and after the passwords were lost."""
        cluster = new_cluster(throwaway=False)
        with cluster.in_use():
            url = cluster.url("opmodel_owner")
            ask(url, "CREATE TABLE kept AS SELECT 1 AS number")
        with cluster.in_use():
            assert ask(url, "TABLE kept") == [(1,)]
            ask(url, "INSERT INTO kept VALUES (2)")
            os.kill(postmaster(cluster), signal.SIGKILL)
        with cluster.in_use():
            assert ask(url, "TABLE kept") == [(1,), (2,)]
        (cluster.ground / "trial.json").unlink()
        with cluster.in_use():
            assert cluster.url("opmodel_owner") != url
            assert ask(cluster.url("opmodel_owner"), "TABLE kept") == [(1,), (2,)]

    def test_a_killed_script_leaves_nothing_in_the_way(self, new_cluster: New) -> None:
        cluster = new_cluster(throwaway=False)
        script = (
            "import sys; from pathlib import Path; from house import account, binaries, cluster\n"
            "ground, folder = map(Path, sys.argv[1:])\n"
            "whom = account.account_for(ground / 'trial')\n"
            "what = binaries.inspect(folder, whom)\n"
            "with cluster.Cluster(ground, 'trial', whom, what).in_use():\n"
            "    print('up', flush=True); input()"
        )
        with subprocess.Popen(
            [sys.executable, "-c", script, cluster.ground, cluster.binaries.folder],
            cwd=SCRIPT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout
            assert process.stdout.readline() == "up\n"
            process.kill()
        orphan = postmaster(cluster)
        with cluster.in_use():
            assert postmaster(cluster) != orphan
            assert ask(cluster.url("opmodel_app"), "SELECT 1") == [(1,)]

    def test_a_number_that_another_process_got_does_not_stop_it(self, new_cluster: New) -> None:
        """After a restart of the machine, what postmaster.pid names may be anything."""
        cluster = new_cluster(throwaway=False)
        pid_file = cluster.data / "postmaster.pid"
        with cluster.in_use():
            lines = pid_file.read_text().splitlines()
        with subprocess.Popen(["sleep", "60"], **cluster.account.run_options()) as other:
            pid_file.write_text("\n".join([str(other.pid), *lines[1:], ""]))
            with cluster.in_use():
                assert ask(cluster.url("opmodel_app"), "SELECT 1") == [(1,)]
            other.kill()

    def test_what_was_being_made_when_it_was_killed_is_made_again(self, new_cluster: New) -> None:
        cluster = new_cluster(throwaway=False)
        half_made = cluster.folder / "new-12345678"
        half_made.mkdir(mode=0o700, parents=True)
        cluster.folder.chmod(0o700)
        os.chown(cluster.folder, cluster.account.uid, cluster.account.gid)
        with cluster.in_use():
            assert not half_made.exists()
            assert ask(cluster.url("opmodel_app"), "SELECT 1") == [(1,)]


class TestWhereItLies:
    def test_a_path_too_long_for_a_socket(self, new_cluster: New) -> None:
        cluster = new_cluster(name="long and odd, " * 6)
        with cluster.in_use():
            assert not cluster.socket_folder.is_relative_to(cluster.ground)
            assert ask(cluster.url("opmodel_app"), "SELECT 1") == [(1,)]
        assert not cluster.socket_folder.exists()

    def test_a_socket_folder_that_somebody_else_made_is_refused(self, new_cluster: New) -> None:
        cluster = new_cluster(name="x" * 100)
        cluster.socket_folder.mkdir(mode=0o755)
        try:
            with pytest.raises(Halt, match="should be a folder with mode 0700"), cluster.in_use():
                pass
        finally:
            cluster.socket_folder.rmdir()

    def test_a_folder_that_only_root_may_enter(
        self, place: Path, new_cluster: New, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Root's cluster goes elsewhere and is found again; no folder's rights change."""
        monkeypatch.setattr(database, "ELSEWHERE", place / "elsewhere")
        tight = place / "home" / "var"
        tight.mkdir(parents=True)
        tight.parent.chmod(0o700)
        account = account_for(tight / "postgres" / "trial")
        ground = database.ground_for(account, tight / "postgres")
        assert (ground.parent == place / "elsewhere") == (os.geteuid() == 0)
        assert database.ground_for(account, tight / "postgres") == ground
        cluster = replace(new_cluster(), ground=ground)
        with cluster.in_use():
            assert ask(cluster.url("opmodel_app"), "SELECT 1") == [(1,)]
        assert stat.S_IMODE(tight.parent.stat().st_mode) == 0o700

    def test_data_of_a_version_that_is_gone(self, place: Path, new_cluster: New) -> None:
        (place / "trial" / "data").mkdir(parents=True)
        (place / "trial" / "data" / "PG_VERSION").write_text("9\n")
        with pytest.raises(Halt, match="made by PostgreSQL 9, which is no longer here"):
            new_cluster()
