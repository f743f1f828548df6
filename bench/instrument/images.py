"""Images of a given size, put straight into the storage of a registry: pushing ten gigabytes is not what is measured.

Layers up to 100 MB each are real: a tar with one file that no compressor makes smaller. The layers of the largest image are
holes in files; only a builder that reads layers would notice, and none is asked to.
"""

import gzip
import hashlib
import io
import json
import os
import pathlib
import tarfile

MEGABYTE = 1000 * 1000
LARGEST_LAYER = 100 * MEGABYTE
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG = "application/vnd.docker.container.image.v1+json"
LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"


def sha256(path):
    with open(path, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


class Storage:
    """The directory of a `docker-registry` (distribution 2.8, filesystem driver)."""

    def __init__(self, directory):
        self.root = pathlib.Path(directory) / "docker/registry/v2"

    def blob(self, repository, make):
        """`make` writes the content to a path; returns digest and size."""
        fresh = self.root / "blobs/sha256/fresh"
        fresh.parent.mkdir(parents=True, exist_ok=True)
        make(fresh)
        digest, size = sha256(fresh), fresh.stat().st_size
        data = self.root / "blobs/sha256" / digest[:2] / digest / "data"
        data.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(data)
        self._link(repository, f"_layers/sha256/{digest}/link", digest)
        return digest, size

    def tag(self, repository, tag, digest):
        self._link(repository, f"_manifests/revisions/sha256/{digest}/link", digest)
        self._link(repository, f"_manifests/tags/{tag}/current/link", digest)
        self._link(repository, f"_manifests/tags/{tag}/index/sha256/{digest}/link", digest)

    def _link(self, repository, name, digest):
        link = self.root / "repositories" / repository / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.write_text("sha256:" + digest)


def layer(size):
    """A compressed tar of about this size, and the digest of what it unpacks to."""
    unpacked = hashlib.sha256()

    class Both(io.RawIOBase):
        def __init__(self, to):
            self.to = to

        def writable(self):
            return True

        def write(self, data):
            unpacked.update(data)
            return self.to.write(data)

    def make(path):
        with gzip.GzipFile(path, "wb", compresslevel=0, mtime=0) as packed:
            with tarfile.open(fileobj=Both(packed), mode="w|") as tar:
                entry = tarfile.TarInfo("data-" + os.urandom(4).hex())
                entry.size = size
                tar.addfile(entry, io.BytesIO(os.urandom(size)))

    return make, unpacked


def image(storage, repository, size, sparse=False):
    """Makes an image of this size and tags it `1`."""
    layers, unpacked = [], []
    for start in range(0, size, LARGEST_LAYER):
        this = min(LARGEST_LAYER, size - start)
        if sparse:
            # Of different lengths, or they would be one and the same.
            def make(path, length=this + start // LARGEST_LAYER):
                with open(path, "wb") as hole:
                    hole.truncate(length)
            digest, stored = storage.blob(repository, make)
            unpacked.append(digest)
        else:
            make, inside = layer(this)
            digest, stored = storage.blob(repository, make)
            unpacked.append(inside.hexdigest())
        layers.append({"mediaType": LAYER, "size": stored, "digest": "sha256:" + digest})
    document = {"architecture": "amd64", "os": "linux", "config": {"Entrypoint": ["/app"], "Cmd": ["serve"]},
                "rootfs": {"type": "layers", "diff_ids": ["sha256:" + each for each in unpacked]},
                "history": [{"created_by": "bench"} for _ in unpacked]}
    config, stored = storage.blob(repository, lambda path: path.write_text(json.dumps(document)))
    manifest = {"schemaVersion": 2, "mediaType": MANIFEST,
                "config": {"mediaType": CONFIG, "size": stored, "digest": "sha256:" + config}, "layers": layers}
    digest, _ = storage.blob(repository, lambda path: path.write_text(json.dumps(manifest)))
    storage.tag(repository, "1", digest)
    return sum(each["size"] for each in layers)
