"""What is sealed in this room."""

from beffroi.access.sealed import Sealed

SEALED = [Sealed("directory.Connection", "sealed", "directory.connection:{pk}:secret")]
