"""The compiled part: a batch of posts in, pairs of post and search out, in one pass over the bytes.

Numba compiles it at the first call and keeps the machine code in its cache. That cache looks at the file of the
function alone: everything compiled stands in this one file, so that no stale code survives a change of a callee.
Constants are taken from `alphabet` and `layout`: whoever changes one there must change this file too, and
VERSION in `saved`.

One post goes through four steps: `_fold` its bytes to classed code points, `_cut` them to hashes, `_note` the known
terms, `_draw` the searches filed under those and let their programs decide.
"""

import numpy as np

from beffroi.engines.percolator.alphabet import (
    CLASS_SHIFT,
    DASH,
    DOT,
    HANDLE,
    NOTHING,
    PLANES_END,
    SEVERAL,
    SPACE,
    SYMBOL,
    TAG,
    TAGS_END,
    TAGS_START,
    WORD,
    Alphabet,
)
from beffroi.engines.percolator.compiled import Number, compiled
from beffroi.engines.percolator.layout import (
    ACCEPT,
    ALWAYS,
    ASK_PHRASE,
    ASK_TERM,
    LINK,
    Batch,
    Desk,
    Files,
    Records,
    Vocabulary,
)

u64 = np.uint64
_CODE = np.uint32((1 << CLASS_SHIFT) - 1)
_SPREAD, SCATTER = u64(0x9E3779B97F4A7C15), u64(0xD6E8FEB86659FD93)
_OCCURRENCES, _DISTINCT, _STARTS, _HITS = range(4)
_SCHEME = np.array([ord(char) for char in "http"], np.uint32)


@compiled
def percolate(
    batch: Batch, alphabet: Alphabet, vocabulary: Vocabulary, files: Files, desk: Desk, seed: Number, serial: Number
) -> Number:
    """The number of hits. Each is a pair in `desk.hits`: the post's place in the batch, the search's slot.

    When there are more than it has room for, those beyond are only counted: the caller asks again with more room.
    `serial` + n stamps post n; no number may be used twice.
    """
    desk.tally[_HITS] = 0
    for post in range(batch.bounds.shape[0] - 1):
        stamp = np.int32(serial + post)
        desk.tally[_OCCURRENCES] = 0
        desk.tally[_DISTINCT] = 0
        desk.mask[0] = 0
        _meet(ALWAYS, files.shelves, desk, stamp)
        length = _fold(batch.text, batch.bounds[post] + 1, batch.bounds[post + 1], alphabet, desk.codes)
        found = _cut(length, vocabulary, desk, u64(seed))
        _note(found, vocabulary, files.shelves, desk, stamp)
        group = batch.groups[post]
        for fact in range(batch.fact_ends[group - 1] if group else 0, batch.fact_ends[group]):
            _meet(batch.facts[fact], files.shelves, desk, stamp)
        _draw(post, files, desk, stamp)
    return int(desk.tally[_HITS])


@compiled
def _fold(text: Records, at: Number, end: Number, alphabet: Alphabet, codes: Records) -> Number:
    """Folds a text in UTF-8 to classed code points, behind which stands one separator; gives back their number."""
    table, pool = alphabet.table, alphabet.pool
    length = 0
    while at < end:
        byte = np.uint32(text[at])
        if byte < 0x80:
            codes[length] = table[byte]
            length += 1
            at += 1
            continue
        code, at = _decoded(text, at, byte)
        entry: Number = np.uint32(0)
        if code < PLANES_END:
            entry = table[code]
        elif TAGS_START <= code < TAGS_END:
            entry = table[PLANES_END + code - TAGS_START]
        kind = entry >> CLASS_SHIFT
        if kind == SEVERAL:
            first = entry & _CODE
            for each in range(pool[first]):
                codes[length] = pool[first + 1 + each]
                length += 1
        elif kind != NOTHING:
            codes[length] = entry
            length += 1
    codes[length] = 0
    return length


@compiled
def _decoded(text: Records, at: Number, byte: Number) -> tuple[Number, Number]:
    """The code point of several bytes that begins at `at`, and where the next one begins."""
    second = np.uint32(text[at + 1]) & 0x3F
    if byte < 0xE0:
        return (byte & 0x1F) << 6 | second, at + 2
    third = np.uint32(text[at + 2]) & 0x3F
    if byte < 0xF0:
        return (byte & 0x0F) << 12 | second << 6 | third, at + 3
    return (byte & 0x07) << 18 | second << 12 | third << 6 | np.uint32(text[at + 3]) & 0x3F, at + 4


@compiled
def _cut(length: Number, vocabulary: Vocabulary, desk: Desk, seed: Number) -> Number:
    """Cuts the folded text into tokens: `desk.hashes` with their places in `desk.spots`; gives back their number.

    The hashes of prefixes that are long enough to be asked for come into `desk.starts`. An address is the only token
    with hash 0.
    """
    codes = desk.codes
    desk.tally[_STARTS] = 0
    at = found = place = 0
    while at < length:
        kind = codes[at] >> CLASS_SHIFT
        if kind == WORD:
            end = _address(codes, at, length)
            if end:
                desk.hashes[found] = 0
                found += 1
                at = end
                continue
            at, found = _cut_word(at, place, found, vocabulary.lengths[0], desk, seed)
        elif kind == SYMBOL:
            desk.hashes[found] = step(seed, codes[at] & _CODE)
            desk.spots[found] = place
            found += 1
            at += 1
        elif kind == TAG and codes[at + 1] >> CLASS_SHIFT == WORD and not _in_a_word(codes, at):
            _, found = _cut_word(at + 1, place, found, vocabulary.lengths[0], desk, seed)
            at, found = _cut_word(at + 1, place, found, u64(0), desk, step(seed, np.uint32(35)))
        elif kind == HANDLE and codes[at + 1] >> CLASS_SHIFT == WORD and not _in_a_word(codes, at):
            at, found = _cut_handle(at + 1, place, found, desk, seed)
        else:
            at += 1
            continue
        place += 1
    return found


@compiled
def _in_a_word(codes: Records, at: Number) -> bool:
    """Whether a word character stands just before."""
    return bool(at > 0 and codes[at - 1] >> CLASS_SHIFT == WORD)


@compiled
def _address(codes: Records, at: Number, length: Number) -> Number:
    """Where the web address ends that begins at `at`; 0 when none does."""
    if length - at < 7 or codes[at] & _CODE != 104:
        return 0
    for letter in range(1, 4):
        if codes[at + letter] & _CODE != _SCHEME[letter]:
            return 0
    at += 5 if codes[at + 4] & _CODE == 115 else 4
    if codes[at] & _CODE != 58 or at + 2 >= length or codes[at + 1] & _CODE != 47 or codes[at + 2] & _CODE != 47:
        return 0
    while at < length and codes[at] >> CLASS_SHIFT != SPACE:
        at += 1
    return at


@compiled
def _cut_word(
    at: Number, place: Number, found: Number, lengths: Number, desk: Desk, hashed: Number
) -> tuple[Number, Number]:
    """Hashes the word characters from `at` on; gives back where they end and the number of tokens."""
    codes = desk.codes
    letters = 0
    while codes[at] >> CLASS_SHIFT == WORD:
        hashed = step(hashed, codes[at] & _CODE)
        letters += 1
        if lengths >> u64(min(letters, 63)) & u64(1):
            desk.starts[desk.tally[_STARTS]] = hashed
            desk.tally[_STARTS] += 1
        at += 1
    desk.hashes[found] = hashed
    desk.spots[found] = place
    return at, found + 1


@compiled
def _cut_handle(at: Number, place: Number, found: Number, desk: Desk, seed: Number) -> tuple[Number, Number]:
    """A handle may have dots and dashes inside: it ends with its last word character."""
    codes = desk.codes
    hashed = whole = step(seed, np.uint32(64))
    end = at
    while True:
        kind = codes[at] >> CLASS_SHIFT
        if kind != WORD and kind != DOT and kind != DASH:
            break
        hashed = step(hashed, codes[at] & _CODE)
        at += 1
        if kind == WORD:
            whole, end = hashed, at
    desk.hashes[found] = whole
    desk.spots[found] = place
    return end, found + 1


@compiled
def _note(found: Number, vocabulary: Vocabulary, shelves: Records, desk: Desk, stamp: Number) -> None:
    """Notes the known terms among the hashes: where each stands, and once each that it is there."""
    for token in range(found):
        hashed = desk.hashes[token]
        term = look_up(hashed, vocabulary.words, vocabulary.word_sieve) if hashed else LINK
        if term < 0:
            continue
        _meet(term, shelves, desk, stamp)
        if hashed:
            desk.terms[desk.tally[_OCCURRENCES]] = term
            desk.places[desk.tally[_OCCURRENCES]] = desk.spots[token]
            desk.tally[_OCCURRENCES] += 1
    for start in range(desk.tally[_STARTS]):
        term = look_up(desk.starts[start], vocabulary.starts, vocabulary.start_sieve)
        if term >= 0:
            _meet(term, shelves, desk, stamp)


@compiled
def _meet(term: Number, shelves: Records, desk: Desk, stamp: Number) -> None:
    """The post has this term."""
    if desk.stamps[term] != stamp:
        desk.stamps[term] = stamp
        desk.distinct[desk.tally[_DISTINCT]] = term
        desk.tally[_DISTINCT] += 1
        desk.mask[0] |= u64(1) << u64(shelves[term]["bit"])


@compiled
def _draw(post: Number, files: Files, desk: Desk, stamp: Number) -> None:
    """Asks the searches that are filed under a term of the post."""
    mask = desk.mask[0]
    for nth in range(desk.tally[_DISTINCT]):
        shelf = files.shelves[desk.distinct[nth]]
        for at in range(shelf["first"], shelf["first"] + shelf["count"]):
            if _may_be(files.entries, at, mask, desk, stamp):
                _ask(files.entries[at]["begin"], files.entries[at]["search"], post, files, desk, stamp)
        at = shelf["late"]
        while at >= 0:
            if _may_be(files.late, at, mask, desk, stamp):
                _ask(files.late[at]["begin"], files.late[at]["search"], post, files, desk, stamp)
            at = files.late[at]["next"]


@compiled
def _may_be(entries: Records, at: Number, mask: Number, desk: Desk, stamp: Number) -> bool:
    """Whether the post has what an entry says must be there."""
    entry, stamps = entries[at], desk.stamps
    if entry["required"] & ~mask != 0 or entry["any"] & mask == 0 or stamps[entry["second"]] != stamp:
        return False
    early = stamps[entry["any0"]] == stamp or stamps[entry["any1"]] == stamp
    return bool(early or stamps[entry["any2"]] == stamp or stamps[entry["any3"]] == stamp)


@compiled
def _ask(begin: Number, search: Number, post: Number, files: Files, desk: Desk, stamp: Number) -> None:
    """Lets the program of a search decide; a hit is noted once a post, and not for a search that is gone.

    Most programs say no, and each look elsewhere is a miss of the cache: nothing but the program is looked at before.
    """
    if not _decides(begin, files.programs, desk, stamp):
        return
    if files.gone[search] or desk.asked[search] == stamp:
        return
    desk.asked[search] = stamp
    hit = desk.tally[_HITS]
    if 2 * hit + 1 < desk.hits.shape[0]:
        desk.hits[2 * hit] = post
        desk.hits[2 * hit + 1] = search
    desk.tally[_HITS] = hit + 1


@compiled
def _decides(begin: Number, programs: Records, desk: Desk, stamp: Number) -> bool:
    """Runs a program from step to step until one accepts or rejects."""
    goes_on = programs[begin]
    while goes_on >= 0:
        at = begin + goes_on
        asks = programs[at]
        if asks == ASK_TERM:
            yes = desk.stamps[programs[at + 3]] == stamp
        elif asks == ASK_PHRASE:
            yes = _stands(programs, at + 4, programs[at + 3], desk, stamp)
        else:
            yes = _stand_near(programs, at, desk, stamp)
        goes_on = programs[at + 1] if yes else programs[at + 2]
    return bool(goes_on == ACCEPT)


@compiled
def _all_there(programs: Records, first: Number, number: Number, desk: Desk, stamp: Number) -> bool:
    for each in range(first, first + number):
        if desk.stamps[programs[each]] != stamp:
            return False
    return True


@compiled
def _stands(programs: Records, first: Number, number: Number, desk: Desk, stamp: Number) -> bool:
    """Whether these terms follow each other somewhere."""
    if not _all_there(programs, first, number, desk, stamp):
        return False
    for at in range(desk.tally[_OCCURRENCES]):
        if _stands_at(at, programs, first, number, desk):
            return True
    return False


@compiled
def _stands_at(at: Number, programs: Records, first: Number, number: Number, desk: Desk) -> bool:
    """Whether the terms follow each other from this occurrence on."""
    if desk.terms[at] != programs[first]:
        return False
    occurrences = desk.tally[_OCCURRENCES]
    start = desk.places[at]
    for nth in range(1, number):
        while at < occurrences and desk.places[at] < start + nth:
            at += 1
        there = False
        beside = at
        while beside < occurrences and desk.places[beside] == start + nth and not there:
            there = desk.terms[beside] == programs[first + nth]
            beside += 1
        if not there:
            return False
    return True


@compiled
def _stand_near(programs: Records, step_at: Number, desk: Desk, stamp: Number) -> bool:
    """Whether two sequences stand near each other, in either order, without overlap."""
    distance, left_number, right_number = programs[step_at + 3], programs[step_at + 4], programs[step_at + 5]
    left = step_at + 6
    right = left + left_number
    if not _all_there(programs, left, left_number + right_number, desk, stamp):
        return False
    for one in range(desk.tally[_OCCURRENCES]):
        if not _stands_at(one, programs, left, left_number, desk):
            continue
        for other in range(desk.tally[_OCCURRENCES]):
            after = desk.places[other] - desk.places[one] - left_number
            before = desk.places[one] - desk.places[other] - right_number
            if (0 <= after <= distance or 0 <= before <= distance) and _stands_at(
                other, programs, right, right_number, desk
            ):
                return True
    return False


@compiled
def step(hashed: Number, code: Number) -> Number:
    """One code point further in a hash of 64 bits."""
    hashed = (hashed ^ u64(code)) * _SPREAD
    return hashed ^ hashed >> u64(29)


@compiled
def look_up(hashed: Number, table: Records, sieve: Records) -> Number:
    """The term of a hash, -1 when none has it."""
    bit = hashed >> u64(40) & u64(sieve.shape[0] * 64 - 1)
    if not sieve[bit >> u64(6)] >> (bit & u64(63)) & u64(1):
        return -1
    last = u64(table.shape[0] - 1)
    at = hashed * SCATTER >> u64(32) & last
    while table[at]["key"] != hashed:
        if table[at]["key"] == 0:
            return -1
        at = at + u64(1) & last
    return int(table[at]["term"])


@compiled
def hash_all(codes: Records, hashes: Records, seed: Number) -> None:
    """The hashes of many terms; each ends with a code 0."""
    nth = 0
    hashed = u64(seed)
    for code in codes:
        if code:
            hashed = step(hashed, code)
        else:
            hashes[nth] = hashed
            nth += 1
            hashed = u64(seed)
