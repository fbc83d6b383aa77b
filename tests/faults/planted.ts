import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** How a secret might be written somewhere. */
function forms(secret: string): string[] {
  const base64 = (text: string): string => Buffer.from(text).toString('base64').replace(/=+$/, '');
  return [secret, encodeURIComponent(secret), base64(secret), base64(`ada:${secret}`).slice(6)];
}

/** The planted secrets that some bytes hold, in any form. */
export function secretsIn(bytes: Uint8Array | string, secrets: string[]): string[] {
  const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1');
  return secrets.filter((secret) => forms(secret).some((form) => text.includes(form)));
}

/** All files under a folder, by path. */
export function filesUnder(folder: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (statSync(path).isFile()) found.set(name, readFileSync(path));
  }
  return found;
}

/** Sentences about planted secrets that files hold, in what is in them or in their names. */
export function secretsUnder(folder: string, secrets: string[]): string[] {
  return [...filesUnder(folder)].flatMap(([name, bytes]) =>
    [...secretsIn(bytes, secrets), ...secretsIn(name, secrets)].map((secret) => `${name} holds ${secret}`),
  );
}
