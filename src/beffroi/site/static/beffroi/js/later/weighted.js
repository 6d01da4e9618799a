// X's weighted length, as beffroi.engines.lengths counts it with twitter-text 3: most letters 1, emoji, "…" and "€" 2,
// every link 23, also a bare host. Only a page with an account on such a network loads this file.
import { ENDINGS } from "./endings.js";

const LINK = 23;
const LIGHT = [[0, 0x10ff], [0x2000, 0x200d], [0x2010, 0x201f], [0x2032, 0x2037]];

const MARKERS = "\\u202A-\\u202E\\u061C\\u200E\\u200F\\u2066-\\u2069";
const INVALID = "\\uFFFE\\uFEFF\\uFFFF";
const SPACES = "\\x09-\\x0D\\x20\\x85\\xA0\\u1680\\u180E\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000";
const ACCENTED =
  "\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\xFF\\u0100-\\u024F\\u0253\\u0254\\u0256\\u0257\\u0259\\u025B\\u0263\\u0268\\u026F\\u0272\\u0289\\u028B\\u02BB\\u0300-\\u036F\\u1E00-\\u1EFF";
const CYRILLIC = "\\u0400-\\u04FF";
const IN_HOST = `[^!'#%&()*+,\\\\\\-.\\/:;<=>?@\\[\\]\\^_{|}~$${SPACES}${INVALID}${MARKERS}]`;
const ENDING = `(?:(?:${ENDINGS.join("|")})(?=[^0-9a-zA-Z@+\\-]|$)|xn--[\\-0-9a-z]+)`;
const HOST =
  `(?:(?:${IN_HOST}(?:[_\\-]|${IN_HOST})*)?${IN_HOST}\\.)*(?:(?:${IN_HOST}(?:-|${IN_HOST})*)?${IN_HOST}\\.)${ENDING}`;
const IN_PATH = `[a-z${CYRILLIC}0-9!*';:=+,.$\\/%#\\[\\]\\-\\u2013_~@\\|&${ACCENTED}]`;
const BRACKETS = `\\((?:${IN_PATH}+|(?:${IN_PATH}*\\(${IN_PATH}+\\)${IN_PATH}*))\\)`;
const PATH_END = `(?:[+\\-a-z${CYRILLIC}0-9=_#\\/${ACCENTED}]|(?:${BRACKETS}))`;
const PATH = `(?:(?:${IN_PATH}*(?:${BRACKETS}${IN_PATH}*)*${PATH_END})|(?:@${IN_PATH}+\\/))`;
const QUERY = "[a-z0-9!?*'@();:&=+$\\/%#\\[\\]\\-_.,~|]*[a-z0-9\\-_&=#\\/]";
const BEFORE = `(?:[^A-Za-z0-9@＠$#＃${INVALID}]|[${MARKERS}]|^)`;
const ADDRESS = new RegExp(`(${BEFORE})((https?:\\/\\/)?(${HOST})(?::[0-9]+)?(\\/${PATH}*)?(\\?${QUERY})?)`, "giu");
const PLAIN_HOST = new RegExp(`(?:[\\-a-z0-9${ACCENTED}]+\\.)+${ENDING}`, "giu");
const SHORTENED = /^https?:\/\/t\.co\/[a-z0-9]+(?:\?[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]*[a-z0-9\-_&=#/])?/i;

const CANDIDATE = /\p{RI}{2}|[0-9#*]\uFE0F?\u20E3|\p{ExtPict}\uFE0F?\p{EMod}?[\u{E0020}-\u{E007F}]*(?:\u200D\p{ExtPict}\uFE0F?\p{EMod}?)*/uy;
const FULL = new RegExp("^\\p{RGI_Emoji}$", "v");
const TEXT_BY_DEFAULT = /(?!\p{Emoji_Presentation})(\p{ExtPict})(?!\p{EMod})|([0-9#*])(?=\u20E3)/gu;

export function weighted(text) {
  const said = text.normalize("NFC").replace(/\r\n?/g, "\n");
  const links = linksIn(said);
  let weight = 0;
  for (let at = 0; at < said.length;) {
    const link = links.get(at) ?? 0;
    const emoji = link ? 0 : emojiAt(said, at);
    const letter = said.codePointAt(at);
    weight += link ? LINK : emoji ? 2 : weightOf(letter);
    at += link || emoji || (letter > 0xffff ? 2 : 1);
  }
  return weight;
}

const weightOf = (letter) => (LIGHT.some(([first, last]) => letter >= first && letter <= last) ? 1 : 2);

// Where each link begins, and how long it is as it is written.
function linksIn(text) {
  const found = new Map();
  if (!text.includes(".")) return found;
  for (const match of text.matchAll(ADDRESS)) {
    const [, before, address, protocol, host, path] = match;
    const start = match.index + match[0].length - address.length;
    if (protocol) found.set(start, (address.match(SHORTENED)?.[0] ?? address).length);
    else if (!/[-_./]$/.test(before)) addHosts(found, start, address, host, path);
  }
  return found;
}

function addHosts(found, start, address, host, path) {
  let last = null;
  for (const plain of host.matchAll(PLAIN_HOST)) {
    last = { at: start + plain.index, text: plain[0] };
    found.set(last.at, last.text.length);
  }
  if (last && path) found.set(last.at, address.replace(host, last.text).length);
}

// The length of the emoji that begins here, 0 where none does; a sequence that is no emoji is tried without its end.
function emojiAt(text, at) {
  CANDIDATE.lastIndex = at;
  let candidate = CANDIDATE.exec(text)?.[0] ?? "";
  while (candidate && !isEmoji(candidate)) {
    const joint = candidate.lastIndexOf("\u200D");
    candidate = joint > 0 ? candidate.slice(0, joint) : "";
  }
  return candidate.length;
}

const isEmoji = (text) => FULL.test(text.replaceAll("\uFE0F", "").replace(TEXT_BY_DEFAULT, "$&\uFE0F"));
