"""Writes docs/reference/access-matrix.md: who may do what, and which act opens each address.

.venv/bin/python -m tools.access_matrix > docs/reference/access-matrix.md
"""

import os
import sys
import tempfile

HEAD = """# The access matrix

Written by `python -m tools.access_matrix` from the roles (`access/roles.py`), the acts that stand on the views, and the
addresses that no act opens (`site/doors.py`). A test compares it with the product, and
`tests/site/test_access_matrix.py` tries every address as every role, as a stranger and as the owner of another
organisation.

What is not listed is refused. A role that a person has [for one account](roles.md#roles-per-account) takes the place of
the one they have in the organisation, for that account only.

## Who may do what
"""

RULES = {
    "act": "By an act: a member whose role may do it",
    "signed in": "By being signed in",
    "by secret": "By the secret in the address",
    "by token": "By a token for programs, whose holder may do the act",
    "public": "For everybody",
}


def text() -> str:
    """The whole document. Django must be set up."""
    from beffroi.access.roles import MAY, ROLES
    from beffroi.site.doors import doors

    lines = [HEAD, "| act | " + " | ".join(f"`{role}`" for role in ROLES) + " |", "|---" * (len(ROLES) + 1) + "|"]
    for act, who in MAY.items():
        lines.append(f"| `{act}` | " + " | ".join("yes" if role in who else "–" for role in ROLES) + " |")
    every = sorted(doors(), key=lambda door: (door.act, door.route, door.method))
    for rule, title in RULES.items():
        lines += ["", f"## {title}", "", "| address | act |", "|---|---|"]
        for door in (door for door in every if door.rule == rule):
            lines.append(f"| `{f'{door.method} ' if door.method else ''}/{door.route}` | {_act(door.act)} |")
    return "\n".join(lines) + "\n"


def _act(act: str) -> str:
    return f"`{act}`" if act else "–"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BEFFROI_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "beffroi.site.settings"
        import django

        django.setup()
        sys.stdout.write(text())


if __name__ == "__main__":
    main()
