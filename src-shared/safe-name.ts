/** Room that every name leaves inside 200 bytes: `.` before it, `.` + 8 characters + `.part` after it, and ` (999)`. */
const room = 15 + 6;
/** The longest name that `safeName` makes, in UTF-8 bytes. File systems end at 255 (ENAMETOOLONG). */
export const longestName = 200 - room;
/** Longer "extensions", in bytes with their dot, are part of the stem: no kind of file is named like that. */
const longestExtension = 16;
/** What a server may make us look at; the rest of a longer name is its middle, which would be cut anyway. */
const longestRaw = 4096;

const fallback = 'download';

/** Controls, invisible and direction-changing characters, line separators and code points that are no characters. */
const dropped = /[\p{Cc}\p{Cf}\u2028\u2029\p{Noncharacter_Code_Point}]/gu;
/** What Windows refuses, plus `~` (short names such as `GIT~1`, CVE-2014-9390) and what stood for broken text. */
const replaced = /["*/:<>?\\|~\uFFFD]/g;
/** Names that Windows gives to devices whatever follows the first dot; the digits may be superscript. */
const device = /^(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³]) *(?:\.|$)/i;
/** Names that a desktop acts on instead of showing a file: shortcuts, folder settings, class ids. */
const active = /(?:\.(?:lnk|local|url|scf|desktop|\{[^.]*\})|^desktop\.ini|^autorun\.inf)$/i;
const nothingLeft = /^[-_]*$/;
const extension = /(?:\.tar)?\.[^. ]+$/i;

const encoder = new TextEncoder();
const bytesOf = (text: string): number => encoder.encode(text).length;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Stem and extension; the extension has its dot (`.zip`, `.tar.gz`) or is empty, the stem is never empty. */
function split(name: string): { stem: string; extension: string } {
  const found = extension.exec(name);
  if (!found || found.index === 0 || bytesOf(found[0]) > longestExtension)
    return { stem: name, extension: '' };
  return { stem: name.slice(0, found.index), extension: found[0] };
}

/** Without dots and spaces at both ends. A loop, as a regular expression would take quadratic time on long runs. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && '. '.includes(text.charAt(start))) start += 1;
  while (end > start && '. '.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** As many whole pieces from the start as fit into the bytes. */
function take(pieces: Iterable<string>, bytes: number): string {
  let taken = '';
  let left = bytes;
  for (const piece of pieces) {
    left -= bytesOf(piece);
    if (left < 0) break;
    taken += piece;
  }
  return taken;
}

function* graphemesOf(text: string): Generator<string> {
  for (const { segment } of graphemes.segment(text)) yield segment;
}

function shorten(name: string): string {
  if (bytesOf(name) <= longestName) return name;
  const parts = split(name);
  const budget = longestName - bytesOf(parts.extension);
  // One base letter with hundreds of accents is a single grapheme: then code points have to do.
  const stem = take(graphemesOf(parts.stem), budget) || take(parts.stem, budget);
  return stem + parts.extension;
}

/** One round over the whole name. Each rule may bring up what an earlier one looks for, so rounds are repeated. */
function settle(name: string): string {
  let settled = trim(name);
  if (settled.startsWith('-')) settled = `_${settled.slice(1)}`;
  if (nothingLeft.test(settled)) return fallback;
  if (device.test(settled)) settled = `_${settled}`;
  if (active.test(settled)) settled = `${settled}.download`;
  return shorten(settled);
}

/**
 * Turns any text into one file name that Windows, macOS and Linux all take, the same on each of them: NFC, no
 * path, no controls or invisible characters, no device name, nothing that a desktop would act on, at most
 * `longestName` UTF-8 bytes. A safe name stays as it is. (RFC 6266 section 4.3 on names that come from servers.)
 */
export function safeName(raw: string): string {
  let name = raw.slice(Math.max(raw.lastIndexOf('/'), raw.lastIndexOf('\\')) + 1);
  if (name.length > longestRaw) name = name.slice(0, longestRaw / 2) + name.slice(-longestRaw / 2);
  // NFC comes after the dropping: a dropped character may have kept a letter and its accent apart.
  name = name
    .toWellFormed()
    .replace(dropped, '')
    .replace(/\s+/g, ' ')
    .normalize('NFC')
    .replace(replaced, '_');
  for (;;) {
    const settled = settle(name);
    if (settled === name) return name;
    name = settled;
  }
}

/** A safe name with its stem cut to at most so many UTF-16 units in all, as Windows counts them; as it is where it fits. */
export function cutName(name: string, units: number): string {
  if (name.length <= units) return name;
  const parts = split(name);
  let stem = '';
  for (const grapheme of graphemesOf(parts.stem)) {
    if (stem.length + grapheme.length + parts.extension.length > units) break;
    stem += grapheme;
  }
  return safeName(trim(stem) + parts.extension);
}

/** The extension with its dot (`.zip`, `.tar.gz`); empty where there is none. */
export function extensionOf(name: string): string {
  return split(name).extension;
}

/** The name with a number before its extension: `a (1).zip`, `a (1).tar.gz`; number 0 is the name itself. */
export function numberedName(name: string, number: number): string {
  if (number === 0) return name;
  const parts = split(name);
  return `${parts.stem} (${number})${parts.extension}`;
}

/** Equal for two names that some file system takes for one: they differ by case or by composed accents only. */
export function foldedName(name: string): string {
  return name.normalize('NFC').toUpperCase().normalize('NFC');
}
