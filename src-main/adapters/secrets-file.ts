import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { statSync } from 'node:fs';
import { open as openFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { refusal } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { SecretKey, Secrets, SecretsFile, SecretState } from '../core/ports.ts';
import { realWorld } from './files/disk.ts';
import { codeOf, isOfSystem } from './files/errno.ts';
import { inFolder } from './files/failures.ts';
import { readSmallFile } from './small-file.ts';
import { slotOf } from './secret-slot.ts';
import { SecretsForRun } from './secrets-for-run.ts';

/** The first choice of OWASP's password storage sheet; Node needs 128 MiB for it. */
const usual = { N: 2 ** 17, r: 8, p: 1 };
/** What a file may ask for: a planted one must not take all of the memory. */
const most = { N: 2 ** 20, r: 8, p: 1 };

const fileSchema = z.object({
  version: z.literal(1),
  scrypt: z.object({
    N: z
      .number()
      .int()
      .min(2 ** 14)
      .max(most.N),
    r: z.number().int().min(1).max(most.r),
    p: z.number().int().min(1).max(most.p),
  }),
  salt: z.base64().length(24),
  nonce: z.base64().length(16),
  tag: z.base64().length(24),
  sealed: z.base64().max(4_000_000),
});
/** Bytes of the largest such file. */
const mostBytes = 4_001_000;
type SealedFile = z.infer<typeof fileSchema>;

const contentSchema = z.record(z.string(), z.record(z.string(), z.string()));
type Content = Map<string, Map<string, string>>;

export interface FileSecretsOptions {
  /** The data folder; it exists. */
  folder: string;
  /** The passphrase to begin with; null where none is given. */
  passphrase: string | null;
  /** Work for each look at a passphrase; the usual by default. */
  cost?: { N: number; r: number; p: number };
}

/** Secrets in the file, the file itself, and what is to go into it. */
export interface FileSecrets {
  secrets: Secrets;
  file: SecretsFile;
  forRun: SecretsForRun;
}

/** Its path in a data folder. */
export const secretsFileIn = (folder: string): string => join(folder, 'secrets.json');

/** Whether there is one in the data folder; also where the system doesn't let us look: only what surely isn't there may be made. */
export function hasSecretsFile(folder: string): boolean {
  try {
    statSync(secretsFileIn(folder));
    return true;
  } catch (thrown) {
    return codeOf(thrown) !== 'ENOENT';
  }
}

const put = (content: Content, { connectionId, ...slot }: SecretKey, value: string): void => {
  const ofConnection = content.get(connectionId) ?? new Map<string, string>();
  content.set(connectionId, ofConnection.set(slotOf(slot), value));
};

type Erased = Parameters<Secrets['erase']>;
const drop = (content: Content, [connectionId, only]: Erased): void => {
  const ofConnection = content.get(connectionId);
  if (only) ofConnection?.delete(slotOf(only));
  if (!only || ofConnection?.size === 0) content.delete(connectionId);
};

/** All of the file's head: changing it makes the content unreadable. */
const headOf = ({ version, scrypt: cost, salt }: Pick<SealedFile, 'version' | 'scrypt' | 'salt'>): Buffer =>
  Buffer.from(JSON.stringify([version, cost.N, cost.r, cost.p, salt]));

function keyFrom(passphrase: string, salt: Buffer, { N, r, p }: SealedFile['scrypt']): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/**
 * Secrets in one encrypted file of the data folder, for machines without a keychain: `secrets.json`, AES-256-GCM under a
 * key that scrypt makes of a passphrase. Each change is a whole new file that is on the disk before it takes the old one's
 * place. With a wrong passphrase they stay sealed, and the file stays as it is; what can't be written is kept for the run.
 */
export function createFileSecrets(options: FileSecretsOptions): FileSecrets {
  const { folder, passphrase: given, cost = usual } = options;
  const path = secretsFileIn(folder);
  /** What couldn't get into the file, or a keychain before there was one: newer than what is there. */
  const forRun = new SecretsForRun();
  /** What was erased while the file was closed; it goes as soon as it is open. */
  const owed: Erased[] = [];
  let opening: Promise<Opened | null> | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  interface Opened {
    key: Buffer;
    salt: Buffer;
    scrypt: SealedFile['scrypt'];
    content: Content;
  }

  /** A new one, or what is in the file. Rejects with `invalid-input`. */
  async function open(passphrase: string): Promise<Opened> {
    if (!hasSecretsFile(folder)) {
      const salt = randomBytes(16);
      return { key: await keyFrom(passphrase, salt, cost), salt, scrypt: cost, content: new Map() };
    }
    const file = readFile();
    const salt = Buffer.from(file.salt, 'base64');
    const key = await keyFrom(passphrase, salt, file.scrypt);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.nonce, 'base64'));
      decipher.setAAD(headOf(file));
      decipher.setAuthTag(Buffer.from(file.tag, 'base64'));
      const plain = Buffer.concat([decipher.update(Buffer.from(file.sealed, 'base64')), decipher.final()]);
      const content = contentSchema.parse(JSON.parse(plain.toString('utf8')));
      const slots = Object.entries(content).map(([id, of]) => [id, new Map(Object.entries(of))] as const);
      return { key, salt, scrypt: file.scrypt, content: new Map(slots) };
    } catch {
      // Nothing tells a wrong passphrase from content that was changed.
      throw refusal(phrase('validationErrors.secretsFile.wrong'));
    }
  }

  function readFile(): SealedFile {
    try {
      return fileSchema.parse(JSON.parse(readSmallFile(path, mostBytes) ?? ''));
    } catch (thrown) {
      // A sound file may be behind it: nobody is told to start anew.
      if (isOfSystem(thrown))
        throw refusal(phrase('validationErrors.secretsFile.unreadable', { code: codeOf(thrown) }));
      throw refusal(phrase('validationErrors.secretsFile.broken'));
    }
  }

  /** Null while it is sealed: no passphrase, a wrong one, or a file that isn't whole. */
  function opened(): Promise<Opened | null> {
    opening ??= given ? open(given).catch(() => null) : Promise.resolve(null);
    return opening;
  }

  async function save({ key, salt, scrypt: used, content }: Opened): Promise<void> {
    const nonce = randomBytes(12);
    const head = { version: 1 as const, scrypt: used, salt: salt.toString('base64') };
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(headOf(head));
    const plain = JSON.stringify(
      Object.fromEntries([...content].map(([id, slots]) => [id, Object.fromEntries(slots)])),
    );
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    const file: SealedFile = {
      ...head,
      nonce: nonce.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      sealed: sealed.toString('base64'),
    };
    const arriving = `${path}.arriving`;
    try {
      const handle = await openFile(arriving, 'w', 0o600);
      try {
        await handle.writeFile(JSON.stringify(file));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(arriving, path);
    } catch (error) {
      await rm(arriving, { force: true });
      throw error;
    }
  }

  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  }

  /** Saves the file with what was kept for the run until now. Rejects where it can't be written; nothing changes then. */
  async function keep(file: Opened): Promise<void> {
    const content: Content = new Map([...file.content].map(([id, slots]) => [id, new Map(slots)]));
    const added = forRun.all();
    for (const { key, value } of added) put(content, key, value);
    await save({ ...file, content });
    file.content = content;
    // A newer one may have come meanwhile.
    for (const { key, value } of added) if (forRun.get(key) === value) forRun.delete(key);
  }

  const secrets: Secrets = {
    read: (key) =>
      inTurn(async (): Promise<SecretState> => {
        const { connectionId } = key;
        const now = forRun.get(key);
        if (now !== undefined) return { is: 'ok', value: now, kept: 'run' };
        const file = await opened();
        if (!file) return { is: 'sealed' };
        const value = file.content.get(connectionId)?.get(slotOf(key));
        return value === undefined ? { is: 'absent' } : { is: 'ok', value, kept: 'file' };
      }),
    write: (key, value) =>
      inTurn(async () => {
        forRun.set(key, value);
        const file = await opened();
        if (!file) return 'run';
        return keep(file).then(
          () => 'file' as const,
          () => 'run' as const,
        );
      }),
    erase: (...erased) =>
      inTurn(async () => {
        forRun.erase(...erased);
        const file = await opened();
        if (!file) {
          if (hasSecretsFile(folder)) owed.push(erased);
          return;
        }
        if (!file.content.has(erased[0])) return;
        drop(file.content, erased);
        await keep(file).catch(() => undefined);
      }),
  };

  const file: SecretsFile = {
    state: () =>
      inTurn(async () => {
        const found = await opened();
        return !hasSecretsFile(folder) ? 'none' : found ? 'open' : 'closed';
      }),
    unlock: (passphrase) =>
      inTurn(async () => {
        const isNew = !hasSecretsFile(folder);
        const found = await open(passphrase);
        for (const erased of owed) drop(found.content, erased);
        if (isNew) await inFolder(realWorld(), folder, () => keep(found));
        // One that can't be written now can be read nevertheless.
        else if (forRun.all().length > 0 || owed.length > 0) await keep(found).catch(() => undefined);
        owed.length = 0;
        opening = Promise.resolve(found);
      }),
    startAnew: () =>
      inTurn(async () => {
        await inFolder(realWorld(), folder, () => rm(path, { force: true }));
        owed.length = 0;
        opening = Promise.resolve(null);
      }),
  };
  return { secrets, file, forRun };
}
