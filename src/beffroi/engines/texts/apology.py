"""Does a post say sorry, or own a mistake? A few turns of phrase, in French and in English."""

import re

from beffroi.engines.texts.fold import fold

_SAID = re.compile(
    r"""\b(?:
      excuses | excusez | excusons | excuser | desole(?:e|s|es)? | navre(?:e|s|es)? | pardon | mea\ culpa
    | partis?\ trop\ (?:tot|vite) | publie(?:e|s|es)?\ trop\ tot | (?:notre|une|cette|par|l[ '])\ ?erreur | erratum
    | rectificatif | nous\ (?:nous\ sommes|avons\ ete)\ trompes
    | sorry | apolog(?:y|ies|ise|ize|ising|izing) | our\ mistake | (?:a|an|by|this|the|our)\ (?:mistake|error)
    | (?:posted|published|sent|announced|went\ out)\ too\ (?:soon|early) | we\ regret | we\ were\ wrong
    )\b""",
    re.VERBOSE,
)


def says_sorry(text: str) -> bool:
    """Whether the words of an apology or of a correction stand in `text`. A guess for a person to confirm."""
    return _SAID.search(fold(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")) is not None
