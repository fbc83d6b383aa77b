import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A text as Base64 has it, wherever in the encoded bytes it begins. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    // The first and last characters depend on the neighbours.
    return bytes
      .toString('base64')
      .replace(/=+$/, '')
      .slice(Math.ceil((shift * 4) / 3), -1);
  });
}

/** Every form in which a secret could be written down: as it is, percent-encoded, escaped for JSON, as hex, as Base64. */
export function secretForms(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [
    ...new Set([
      ...[secret, encodeURIComponent(secret), escaped, JSON.stringify(escaped).slice(1, -1)],
      ...[Buffer.from(secret).toString('hex'), ...base64Forms(secret)],
    ]),
  ];
}

/** What is found of the secrets in a text or in bytes, there in UTF-16 as well: the place, the secret's name and its form. */
export function leaksIn(where: string, content: string | Buffer, secrets: Record<string, string>): string[] {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return Object.entries(secrets).flatMap(([name, secret]) =>
    secretForms(secret).flatMap((form, index) =>
      bytes.includes(form) || bytes.includes(Buffer.from(form, 'utf16le'))
        ? [`${name} (form ${index}) in ${where}`]
        : [],
    ),
  );
}

/** The same of every file below a folder, and of its name. */
export function leaksBelow(folder: string, secrets: Record<string, string>): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [
      ...leaksIn(`the name ${path}`, path, secrets),
      ...(entry.isFile() ? leaksIn(path, readFileSync(path), secrets) : []),
    ];
  });
}
