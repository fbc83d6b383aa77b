/*
 * What a start or the system hands Ferry from outside: `ferry:` links, of pages, mails and other programs. Whoever
 * writes one is a stranger: a link can open the form for a new download with an address in it, and nothing else. The
 * user sees the address and its server there, and starts it or doesn't.
 */

/** The links' scheme, as the system registers it. */
export const linkScheme = 'ferry';

/** Longer ones are nobody's address. Windows takes no longer ones anyway. */
const longest = 2081;

/** What a link or a switch asks for. */
export type Wish = { is: 'newDownload'; link: string | null };

/** What a `ferry:` link asks for; null for everything but `ferry:download?url=` with the address of a web server. */
export function wishOfLink(text: string): Wish | null {
  if (text.length > longest) return null;
  const url = URL.parse(text);
  if (url?.protocol !== `${linkScheme}:`) return null;
  // `ferry:download` and `ferry://download`: browsers write either.
  const verb = (url.host + url.pathname).replace(/^\/+|\/+$/g, '');
  const [link, ...more] = url.searchParams.getAll('url');
  if (verb !== 'download' || link === undefined || more.length > 0) return null;
  const target = URL.parse(link);
  const isWeb = target?.protocol === 'https:' || target?.protocol === 'http:';
  if (!isWeb || target.username !== '' || target.password !== '') return null;
  return { is: 'newDownload', link };
}

/**
 * What a start was asked for by its arguments: the first link among them, or the switch of a menu of the system
 * (`--new-download`). Other arguments are Chromium's, or the system's.
 */
export function wishOfArguments(args: readonly string[]): Wish | null {
  for (const arg of args) {
    const wish = wishOfLink(arg);
    if (wish) return wish;
  }
  return args.includes('--new-download') ? { is: 'newDownload', link: null } : null;
}
