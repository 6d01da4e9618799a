"""`beffroi guard replay`: a kept history put before the detectors; needs no database."""
