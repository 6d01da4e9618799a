"""Which hashtags can a screen reader say?"""

ACRONYM = 6  # characters: longer words in capitals are read letter by letter
LONGEST_WORD = 12  # characters: a longer one in small letters is several words more often than one


def is_readable(tag: str) -> bool:
    """One word, or a capital or a digit where each further word begins, as in #MairieDeFeurs; with or without its #."""
    word = tag.removeprefix("#").removeprefix("＃")
    if word.isupper():
        return len(word) <= ACRONYM
    return len(word) <= LONGEST_WORD or any(char.isupper() or char.isdigit() for char in word[1:])
