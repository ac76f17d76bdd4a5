from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL.crypto import X509
from scrapy.http import Response
from twisted.internet.ssl import Certificate

from newsarchive.crawl.fetch import _until

UNTIL = datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC)


def certificate() -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "paper.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(UNTIL - timedelta(days=90))
        .not_valid_after(UNTIL)
        .sign(key, hashes.SHA256())
    )
    return Certificate(X509.from_cryptography(made))


def test_when_a_certificate_expires():
    answer = Response("https://paper.example/", certificate=certificate())

    assert _until(answer) == UNTIL.isoformat()
    assert _until(Response("http://paper.example/")) == ""
