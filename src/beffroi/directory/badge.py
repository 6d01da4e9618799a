"""The badge that a site can show beside an account: a small drawing that says whether something proves it, today.

It is a picture, and a picture can be copied: it proves nothing by itself. What proves is the page that it leads to.
"""

from dataclasses import dataclass
from html import escape

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from beffroi.access.dates import dated
from beffroi.directory.models import OfficialAccount, Proof
from beffroi.directory.models.official import ENDED
from beffroi.engines.texts.direction import isolated

HEIGHT = 56
LETTER = 7.3  # pixels of one letter of the upper line, on the wide side
SMALL_LETTER = 6.8
BESIDE = 62  # pixels of the shape and the margins
LONGEST = 34  # characters of a handle that are shown
# light, dark: the tokens of the design, for a picture takes no stylesheet of the page
PAPER, INK, SOFT, LINE = ("#fdfdfc", "#161d26"), ("#18212d", "#e8e6df"), ("#4b5665", "#a7b0bc"), ("#79818b", "#73808e")
PATINA, SLATE = ("#17614f", "#77c9ae"), ("#3a5270", "#a3bcdb")
DIAMOND = "M28 15 41 28 28 41 15 28Z"
TICK = "M22.5 28.5 26.5 32.5 34 24"
RING = "M28 16a12 12 0 1 0 .01 0M28 21v8M28 33v1.5"


@dataclass(frozen=True, slots=True)
class Badge:
    """What the badge of one account says."""

    is_proven: bool
    says: str
    handle: str
    since: str

    @classmethod
    def of(cls, account: OfficialAccount) -> "Badge":
        latest = Proof.objects.standing().filter(account=account).order_by("-proven_at").first()
        handle = str(account)
        handle = isolated(handle if len(handle) <= LONGEST else f"{handle[: LONGEST - 1]}…")
        if latest is None or latest.proven_at is None or account.status in ENDED:
            return cls(False, _("Not proven"), handle, _("no proof at present"))
        day = dated(localtime(latest.proven_at), "j F Y")
        return cls(True, _("Official account"), handle, _("proven on %(day)s") % {"day": day})

    @property
    def words(self) -> str:
        return f"{self.says}: {self.handle}, {self.since}"

    @property
    def svg(self) -> str:
        colour = PATINA if self.is_proven else SLATE
        lower = f"{self.handle} · {self.since}"
        width = round(BESIDE + max(LETTER * len(self.says), SMALL_LETTER * len(lower)))
        return _SVG.format(
            width=width,
            height=HEIGHT,
            inner=width - 1,
            words=escape(self.words),
            says=escape(self.says),
            lower=escape(lower),
            dark=_DARK.format(paper=PAPER[1], ink=INK[1], soft=SOFT[1], line=LINE[1], mark=colour[1]),
            paper=PAPER[0],
            ink=INK[0],
            soft=SOFT[0],
            line=LINE[0],
            mark=colour[0],
            shape=_PROVEN.format(mark=colour[0], paper=PAPER[0]) if self.is_proven else _OPEN.format(mark=colour[0]),
        )


_DARK = (
    "@media (prefers-color-scheme: dark) {{ .p {{ fill: {paper} }} .l {{ stroke: {line} }} .i {{ fill: {ink} }} "
    ".s {{ fill: {soft} }} .m {{ fill: {mark} }} .o {{ stroke: {mark} }} .t {{ stroke: {paper} }} }}"
)
_PROVEN = f'<path class="m" fill="{{mark}}" d="{DIAMOND}"/>' + (
    f'<path class="t" d="{TICK}" fill="none" stroke="{{paper}}" stroke-width="2.4" stroke-linecap="round"/>'
)
_OPEN = f'<path class="o" d="{RING}" fill="none" stroke="{{mark}}" stroke-width="2.4" stroke-linecap="round"/>'
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
    'role="img" aria-label="{words}"><title>{words}</title><style>{dark}</style>'
    '<rect class="p l" x=".5" y=".5" width="{inner}" height="55" rx="3" fill="{paper}" stroke="{line}"/>{shape}'
    '<g font-family="system-ui, -apple-system, Segoe UI, Roboto, sans-serif">'
    '<text class="i" x="52" y="25" font-size="14" font-weight="600" fill="{ink}">{says}</text>'
    '<text class="s" x="52" y="42" font-size="12" fill="{soft}">{lower}</text></g></svg>\n'
)
