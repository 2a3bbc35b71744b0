"""The short code of a print: the number of a revision in letters that nobody confuses, with one that checks the others."""

import re

# No 0 O Q D, 1 I L, no B, G, S, Z beside 8, 6, 5, 2, no U beside V. 23 is prime: a wrong letter, or two swapped, are found.
ALPHABET = "23456789ACEFHJKMNPRTVWX"
BASE = len(ALPHABET)
READ_AS = str.maketrans("BGSZU", "8652V")
SHORTEST, LONGEST = 5, 12


def encode(reference: str, number: int) -> str:
    """OUT-014 and 57 -> « 224HP »: five characters up to a quarter of a million revisions."""
    digits = []
    while number:
        number, digit = divmod(number, BASE)
        digits.append(ALPHABET[digit])
    word = "".join(reversed(digits)).rjust(SHORTEST - 1, ALPHABET[0])
    return word + check(reference, word)


def decode(reference: str, code: str) -> int | None:
    """The number; None: it was not copied well, or is not of this reference."""
    code = re.sub(r"[\s-]", "", code).upper().translate(READ_AS)
    if not SHORTEST <= len(code) <= LONGEST or not set(code) <= set(ALPHABET) or check(reference, code[:-1]) != code[-1]:
        return None
    number = 0
    for letter in code[:-1]:
        number = number * BASE + ALPHABET.index(letter)
    return number


def check(reference: str, word: str) -> str:
    """A sum in which each place weighs differently. The reference counts too: the code of a card is of no use for another."""
    total = sum(ord(letter) for letter in reference)
    total += sum(place * ALPHABET.index(letter) for place, letter in enumerate(reversed(word), 2))
    return ALPHABET[-total % BASE]
