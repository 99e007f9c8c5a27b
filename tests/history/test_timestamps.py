"""Time stamps on checkpoints: an authority made by openssl answers, and openssl itself judges what we keep (row 18)."""

import http.server
import subprocess
import threading
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from cpd.history import timestamps
from cpd.history.models import Entry, Timestamp
from cpd.history.sequencing import sequence
from cpd.history.timestamps import BadTimestamp
from cpd.jobs.models import Job
from cpd.jobs.queue import enqueue
from cpd.jobs.relay import run_due_jobs
from tests.history.test_sequencing import make_entries

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 3, 12, tzinfo=UTC)
CONFIG = """
[ca]
basicConstraints=critical,CA:true
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[stamps]
basicConstraints=critical,CA:false
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[req]
distinguished_name=name
[name]
[tsa]
default_tsa=config
[config]
serial={folder}/serial
crypto_device=builtin
signer_cert={folder}/tsa.pem
signer_key={folder}/tsa.key
signer_digest=sha256
default_policy=1.2.3.4.1
digests=sha256
accuracy=secs:1
ess_cert_id_alg=sha256
"""


class Authority:
    """A time-stamp authority in a folder."""

    def __init__(self, folder):
        self.folder, self.root, self.own = folder, folder / "root.pem", folder / "tsa.pem"
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "tsa.cnf")
        self.openssl(
            *new,
            "-x509",
            "-extensions",
            "ca",
            "-days",
            "9",
            "-subj",
            "/CN=Root",
            "-keyout",
            "root.key",
            "-out",
            "root.pem",
        )
        self.openssl(*new, "-subj", "/CN=Stamps", "-keyout", "tsa.key", "-out", "tsa.csr")
        sign = (
            "x509",
            "-req",
            "-in",
            "tsa.csr",
            "-CA",
            "root.pem",
            "-CAkey",
            "root.key",
            "-CAcreateserial",
            "-days",
            "9",
        )
        self.openssl(*sign, "-extfile", "tsa.cnf", "-extensions", "stamps", "-out", "tsa.pem")

    def openssl(self, *arguments, code=0):
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    def answer(self, query):
        (self.folder / "query.tsq").write_bytes(query)
        self.openssl(
            "ts", "-reply", "-config", "tsa.cnf", "-section", "config", "-queryfile", "query.tsq", "-out", "answer.tsr"
        )
        return (self.folder / "answer.tsr").read_bytes()

    def judge(self, response, note, code=0):
        (self.folder / "kept.tsr").write_bytes(response)
        (self.folder / "checkpoint").write_text(note)
        return self.openssl(
            *(
                "ts",
                "-verify",
                "-in",
                "kept.tsr",
                "-data",
                "checkpoint",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "tsa.pem",
            ),
            code=code,
        )


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def checkpoint(signer):
    make_entries(4)
    sequence()
    return signer(NOW)


@pytest.fixture
def served(authority, settings):
    """The authority behind an address, as the job finds it."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.CPD_TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/"
    settings.CPD_TIMESTAMP_ROOT, settings.CPD_TIMESTAMP_CERTIFICATE = str(authority.root), str(authority.own)
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_daily_job_keeps_a_stamp_that_openssl_verifies(checkpoint, authority, served):
    enqueue("history.stamp", "today", now=timezone.now())
    run_due_jobs(timezone.now())
    enqueue("history.stamp", "today-again", now=timezone.now())
    run_due_jobs(timezone.now())

    assert set(Job.objects.filter(kind="history.stamp").values_list("state", flat=True)) == {"done"}
    stamp = Timestamp.objects.get()
    assert abs((stamp.stamped_at - datetime.now(UTC)).total_seconds()) < 300
    assert "Verification: OK" in authority.judge(bytes(stamp.response), checkpoint.note)
    assert "FAILED" in authority.judge(bytes(stamp.response), checkpoint.note + "x", code=1)
    assert Entry.objects.filter(name="checkpoint.stamped").count() == 1


def test_without_an_authority_nothing_is_asked(checkpoint):
    enqueue("history.stamp", "today", now=timezone.now())
    run_due_jobs(timezone.now())

    assert Job.objects.get(kind="history.stamp").state == "done"
    assert not Timestamp.objects.exists()


def test_a_stamp_on_something_else_or_by_somebody_else_is_refused(checkpoint, authority, tmp_path):
    certificates = {"root": authority.root.read_bytes(), "authority": authority.own.read_bytes()}
    response = authority.answer(timestamps.ask(checkpoint.note))
    other = Authority(tmp_path)

    with pytest.raises(BadTimestamp):
        timestamps.read(response, checkpoint.note + "x", **certificates)
    with pytest.raises(BadTimestamp):
        timestamps.read(b"not a response", checkpoint.note, **certificates)
    with pytest.raises(BadTimestamp):
        timestamps.read(response, checkpoint.note, root=other.root.read_bytes(), authority=other.own.read_bytes())
