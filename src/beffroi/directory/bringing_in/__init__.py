"""What comes into the directory from elsewhere: files of town halls, of the State, of the parliament, of Wikidata."""
