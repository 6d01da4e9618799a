"""What is sealed in this room."""

from beffroi.access.sealed import Sealed

SEALED = [Sealed("door.CodeApp", "sealed", "door.codeapp:{pk}:secret")]
