from beffroi.engines.percolator.index import Index as Index
