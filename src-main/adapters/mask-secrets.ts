/* What must not be read by anybody is masked in all that others say: the log's lines, and what servers answer. */

const mask = '***';
const secretName =
  '(?:[\\w-]*(?:password|passwd|passphrase|pwd|secret|token|ticket|signature|credential|api[-_]?key)[\\w-]*|sig|pw|x-(?:amz|goog|ms)-[\\w-]+)';
const secretValue = '("[^"]*"|\'[^\']*\'|[^\\s&"\',;}\\])]+)';

const masked: [RegExp, string][] = [
  // The user part of a link may be an account with its password, and its query may sign it.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'<>@]*@/gi, `$1${mask}@`],
  [/(\b(?:https?|wss?):\/\/[^\s?#"'<>]*)[?#][^\s"'<>]*/gi, `$1?${mask}`],
  [/\b((?:proxy-)?authorization|(?:set-)?cookie)(["']?\s*[:=]\s*)[^\r\n]+/gi, `$1$2${mask}`],
  [/\b(basic|bearer|negotiate|ntlm)\s+[^\s"',;]+/gi, `$1 ${mask}`],
  // An Alfresco ticket, plain and as Base64 begins it.
  [/\bTICKET_\w+/gi, `TICKET_${mask}`],
  [/\bVElDS0VUX[\w+/=]*/g, mask],
  [new RegExp(`\\b(${secretName})(["']?\\s*(?:=|:|%3D)\\s*)${secretValue}`, 'gi'), `$1$2${mask}`],
];

/** Secrets of this run, the last ones last, in every form in which a server may say them back. */
const known = new Map<string, readonly string[]>();
/** More than these are not kept in mind: tickets and tokens come anew all the time. */
const mostKnown = 200;
/** Characters. A shorter one would be found in ordinary words. */
const shortestKnown = 8;

/** As Base64 has it, wherever in the encoded bytes it begins: the first and last characters depend on what is beside it. */
function base64Of(bytes: Buffer): string[] {
  return [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '')
      .slice(Math.ceil((shift * 4) / 3), -1),
  );
}

const asUrl = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_');

/** Keeps a secret in mind, so that it is masked wherever it turns up. */
export function rememberSecret(secret: string): void {
  known.delete(secret);
  if (secret.length < shortestKnown) return;
  const escaped = JSON.stringify(secret).slice(1, -1);
  const bytes = Buffer.from(secret);
  known.set(secret, [
    ...[secret, encodeURIComponent(secret), escaped, JSON.stringify(escaped).slice(1, -1)],
    ...[bytes.toString('hex'), ...base64Of(bytes), ...base64Of(bytes).map(asUrl)],
  ]);
  for (const [first] of known) if (known.size > mostKnown) known.delete(first);
}

/**
 * The text without the secrets of this run, and without anything else that looks like a password, a token, a ticket or a
 * signed link.
 */
export function maskSecrets(text: string): string {
  let rest = text;
  for (const forms of known.values()) for (const form of forms) rest = rest.replaceAll(form, mask);
  return masked.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), rest);
}
