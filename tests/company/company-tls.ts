import { readFileSync } from 'node:fs';
import type { SecureContextOptions } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { readAuthorities } from '../../src-main/adapters/servers/authorities.ts';
import type { Authority } from '../../src-shared/certificate.ts';

const folder = new URL('../fixtures/tls/company/', import.meta.url);

/** The passphrase of every encrypted key in tests/fixtures/tls/company. */
export const passphrase = 'p12-passphrase';

/** The path of a file in tests/fixtures/tls/company. */
export const companyFile = (name: string): string => fileURLToPath(new URL(name, folder));

export const companyBytes = (name: string): Buffer => readFileSync(new URL(name, folder));

/** A server's certificate with its key; `chain` is what the server sends along. */
export function companyServer(name: string, ...chain: string[]): SecureContextOptions {
  const cert = [name, ...chain].map((each) => companyBytes(`${each}.crt`).toString()).join('');
  return { key: companyBytes(`${name}.key`), cert };
}

/** The authorities of files, as a user chooses them. */
export const companyAuthorities = (...names: string[]): Authority[] =>
  names.flatMap((name) => readAuthorities(companyBytes(name), Date.now()));
