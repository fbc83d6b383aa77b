/*
 * Chromium doesn't know the schemes that an app brings, so each becomes an https origin that can't exist
 * (RFC 6761, `.invalid`): standard and secure, as the privileges ask for, and nothing is ever resolved.
 */

const schemes = new Set<string>();

/** From now on `<scheme>://<host>/…` can be loaded. */
export function addScheme(scheme: string): void {
  schemes.add(scheme);
}

/** An app's address as the browser is given it; others stay as they are. */
export function toBrowser(address: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/.exec(address);
  if (!match || !schemes.has(match[1]!)) return address;
  return `https://${match[2]}.${match[1]}.invalid${match[3]}`;
}

/** A browser's address as the app knows it. */
export function toApp(address: string): string {
  const match = /^https:\/\/([^/?#]*)\.([a-z][a-z0-9+-]*)\.invalid(.*)$/.exec(address);
  if (!match || !schemes.has(match[2]!)) return address;
  return `${match[2]}://${match[1]}${match[3]}`;
}
