"""The register that is shipped: every commune, group of communes, département and région of the year."""
