"""How long does a thank-you card take? Typst, which draws them, beside the same card by hand with Pillow.

`python -m bench.card [--rounds 40] [--output FILE]`. Both run in this process, by turns, on the same names, no card as
the one before. Beside the time on the clock stands that of the processor, which a busy machine stretches less.
"""

import argparse
import io
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from beffroi.rankings.card.colours import INK, PAPER, SOFT, palette
from beffroi.rankings.card.drawing import FONTS, SHAPES, Thanks, body_card, draw
from beffroi.rankings.card.names import shown
from bench import machine
from bench.figures import percentile, table, verdict
from bench.headline import Beside, Figure, hand_in

AIM = 100.0  # milliseconds
Taken = tuple[float, float]
NAMES = (
    ("Lucie Bernard", "lucie"),
    ("Le Carnet du canal", "carnet"),
    ("Préfecture de la Loire-du-Nord", "prefet.example.fr"),
    ("Bibliothèque Élise-Deroche 📚", "bibliotheque"),
    ("Syndicat intercommunal à vocation unique d’adduction d’eau potable des vallées de l’Aix", "siveap"),
    ("Communauté de communes du Val-de-Cloche", "ccvc.bsky.social"),
    ("محمد الأمين", "alamine"),
    ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", "donau"),
)


def card(number: int) -> Thanks:
    """One card of many, in which nothing is as in the one before: Typst remembers what it has set."""
    return Thanks(
        title="Merci",
        lead=f"à celles et ceux avec qui\nnous avons échangé {number} fois",
        body=f"Ville {number} de Bellecloche",
        foot=f"Réponses, citations et mentions dans les deux sens, du 1er octobre au {number} novembre 2026.",
        names=[(f"{name} {number}", f"{number}.{handle}") for name, handle in NAMES],
        colour=f"#1d{number % 90 + 10}8a",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.card", description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--output", type=Path, metavar="FILE", help="also write the report there")
    asked = parser.parse_args(arguments)
    first, _cpu = _timed(lambda: draw(card(0), "link"))
    rows, kept, taken = [], True, list[tuple[float, float]]()
    for shape in SHAPES:
        typst, pillow = _by_turns(asked.rounds, partial(_typst, shape), partial(_pillow, shape))
        taken.append((_p95(typst), _p95(pillow)))
        kept = kept and taken[-1][0] < AIM
        sizes = [len(by(card(1), shape)) // 1000 for by in (draw, by_pillow)]
        rows.append([f"thanks, {shape}", *_ms(typst), *_ms(pillow), f"{sizes[0]} / {sizes[1]} kB"])
    (body,) = _by_turns(asked.rounds, lambda n: body_card(f"Saint-Étienne {n}", "Loire (42)", [f"{n} comptes"]))
    rows.append(["a body, link", *_ms(body), "–", "–", "–", "–"])
    head = ["card", "Typst, median", "p95", "processor", "Pillow, median", "p95", "processor", "size"]
    lines = ["# Cards: how long one takes", "", *machine.described(), f"- load {machine.load()}", ""]
    lines += [
        table(head, rows),
        "",
        f"Milliseconds; “processor” is its median time. The first card of a process, fonts read: {first:.0f} ms.",
        "",
        PROSE,
    ]
    lines += ["", f"Aim: below {AIM:.0f} ms each (p95): {verdict(kept)}."]
    report = "\n".join(lines) + "\n"
    hand_in(report, [_figure(taken)], asked.output)
    return 0


def _p95(times: Sequence[Taken]) -> float:
    return percentile([wall for wall, _cpu in times], 0.95)


def _figure(taken: Sequence[tuple[float, float]]) -> Figure:
    """Of the shape that takes longest; `taken` is ours and Pillow's p95 of each."""
    ours, theirs = max(taken)
    beside = Beside("the same card by hand with Pillow", f"{theirs:.0f} ms", theirs)
    what, aim = "a thank-you card is drawn, the slowest shape (p95)", f"below {AIM:.0f} ms"
    return Figure("rankings.card", what, f"{ours:.0f} ms", ours, aim, ours < AIM, beside=beside)


PROSE = """\
The card drawn with Pillow has the same band, names, discs and sizes, and no belfry; it shrinks a name and cuts the
rest, and does not wrap. Packing the PNG is much of its time; Typst packs less tightly. Typst was chosen for its speed
and for what it can set: it breaks lines, takes each character from the first font that has it, sets Arabic and Hebrew
in the shapes and the direction of their script, and draws emoji in colour out of outlines (COLR), which Pillow cannot.\
"""


def by_pillow(card: Thanks, shape: str) -> bytes:
    """The plainest drawing of the same card, with the kit that the product has for pictures."""
    width, height = SHAPES[shape]
    colours, band = palette(card.colour), 428 if shape == "link" else width
    picture = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(picture)
    foot = height if shape == "link" else 424
    pen.rectangle((0, 0, band, foot), fill=colours.band)
    pen.text((52, 40), card.title, font=_font("Newsreader-Medium.ttf", 126), fill=colours.on_band)
    pen.multiline_text((52, 190), card.lead, font=_font("Newsreader-Regular.ttf", 28), fill=colours.on_band)
    pen.text((52, foot - 80), card.body, font=_font("InstrumentSans-SemiBold.ttf", 25), fill=colours.on_band)
    left, top = (band + 52, 40) if shape == "link" else (68, foot + 40)
    column, step = (width - left - 52) // 2, (height - top - 90) // 4
    for place, (name, handle) in enumerate(card.names):
        x, y = left + (place % 2) * column, top + (place // 2) * step
        _row(pen, shown(name, handle), (x, y), column - 110, colours.disc, colours.on_disc)
    pen.text((left, height - 60), card.foot, font=_font("InstrumentSans-Regular.ttf", 16), fill=SOFT)
    packed = io.BytesIO()
    picture.save(packed, format="PNG")
    return packed.getvalue()


def _row(pen: ImageDraw.ImageDraw, each: object, at: tuple[int, int], room: int, disc: str, on_disc: str) -> None:
    x, y = at
    name, handle, initials = (str(getattr(each, part)) for part in ("name", "handle", "initials"))
    pen.ellipse((x, y, x + 62, y + 62), fill=disc)
    pen.text((x + 31, y + 31), initials, font=_font("InstrumentSans-SemiBold.ttf", 25), fill=on_disc, anchor="mm")
    size = 27
    while size > 17 and _font("InstrumentSans-SemiBold.ttf", size).getlength(name) > room:
        size -= 1
    while name and _font("InstrumentSans-SemiBold.ttf", size).getlength(name) > room:
        name = name[:-2] + "…" if name.endswith("…") else name[:-1] + "…"
    pen.text((x + 78, y + 6), name, font=_font("InstrumentSans-SemiBold.ttf", size), fill=INK)
    pen.text((x + 78, y + 38), handle, font=_font("InstrumentSans-Regular.ttf", 18), fill=SOFT)


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS[1] / name), size)


def _typst(shape: str, number: int) -> bytes:
    return draw(card(number), shape)


def _pillow(shape: str, number: int) -> bytes:
    return by_pillow(card(number), shape)


def _by_turns(rounds: int, *works: Callable[[int], object]) -> list[list[Taken]]:
    for work in works:
        work(0)
    taken: list[list[Taken]] = [[] for _ in works]
    for number in range(1, rounds + 1):
        for work, times in zip(works, taken, strict=True):
            times.append(_timed(partial(work, number)))
    return taken


def _timed(work: Callable[[], object]) -> Taken:
    """Milliseconds on the clock, and of the processor."""
    begun, used = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - used) * 1000


def _ms(times: Sequence[Taken]) -> tuple[str, str, str]:
    wall, cpu = zip(*times, strict=True)
    return f"{percentile(wall, 0.5):.1f}", f"{percentile(wall, 0.95):.1f}", f"{percentile(cpu, 0.5):.1f}"


if __name__ == "__main__":
    sys.exit(main())
