import { describe, expect, test } from 'vitest';
import type { Ports } from '../../src-main/core/ports.ts';
import { makeRoom, unchangedFile } from '../../src-main/core/same-name.ts';
import type { Source } from '../../src-shared/job/job.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { said } from '../../src-shared/language/index.ts';
import { composeJob } from '../fakes/compose-job.ts';

const folder = '/downloads';
const place = { folder, part: '.a.part' };
const old = { folder, fileName: 'a.pdf', size: 3, modifiedAt: 50, inode: 'old' };

/** A folder in which another file has the name, unless told otherwise. */
function createPorts({
  there = old,
  part = { size: 3, inode: 'new' },
  trashFails = null,
  canTrash = true,
  hash = { size: 3, sha256: 'ff' },
}: {
  there?: typeof old | null;
  part?: { size: number; inode: string } | null;
  trashFails?: Error | null;
  canTrash?: boolean;
  hash?: { size: number; sha256: string } | null;
} = {}) {
  const trashed: string[] = [];
  const logged: string[] = [];
  const files = {
    sameName: async () => there,
    lookAtPart: async () => part,
    locate: async (at: string, name: string) => `${at}/${name}`,
    hashPart: async () => hash,
  };
  const trash = async (path: string): Promise<void> => {
    if (trashFails) throw trashFails;
    trashed.push(path);
  };
  const desktop = canTrash ? { trash } : {};
  const log = { event: (event: string) => void logged.push(event) };
  return { ports: { files, desktop, log, say: said } as unknown as Ports, trashed, logged };
}

describe('room for a file whose name is taken', () => {
  const room = (ports: Ports) => makeRoom(ports, composeJob(), place, { folders: [], name: 'a.pdf' });
  const nothing = { replaced: null, warnings: [] };
  const stays = { replaced: null, warnings: [phrase('row.notReplaced', { name: 'a.pdf' })] };

  test('is made by moving the other one to the trash', async () => {
    const { ports, trashed } = createPorts();
    expect(await room(ports)).toEqual({ replaced: 'a.pdf', warnings: [] });
    expect(trashed).toEqual(['/downloads/a.pdf']);
  });

  test('needs nothing where the name is free, or the file that has it is this one', async () => {
    for (const there of [{ there: null }, { part: null }, { part: { size: 3, inode: 'old' } }]) {
      const { ports, trashed } = createPorts(there);
      expect([await room(ports), trashed]).toEqual([nothing, []]);
    }
  });

  test('isn’t made without a trash, or where that fails: the user is told that the other one stays', async () => {
    expect(await room(createPorts({ canTrash: false }).ports)).toEqual(stays);
    const { ports, logged } = createPorts({ trashFails: new FailedError({ kind: 'folder-unavailable' }) });
    expect([await room(ports), logged]).toEqual([stays, ['moving to the trash failed']]);
  });

  test('is there where the other one has gone meanwhile', async () => {
    const { ports, logged } = createPorts({ trashFails: new FailedError({ kind: 'file-missing' }) });
    expect([await room(ports), logged]).toEqual([nothing, []]);
  });
});

describe('a document whose file is here already', () => {
  const content = { documentId: 'd', name: 'a.pdf', size: 3, modifiedAt: 50 };
  const look = (
    told: object,
    ports = createPorts().ports,
    source: Source = { from: 'content', content: { ...content, ...told } },
  ) => {
    const state = { is: 'downloading', source, counters: null, expiresAt: null } as const;
    const filing = { rule: { folder: '', name: '{name}' }, server: 'Records' };
    const signal = new AbortController().signal;
    return unchangedFile(ports, { ...composeJob({ run: 4, folder }), state }, filing, {
      part: '.a.part',
      signal,
    });
  };

  test('with its size, and no older, isn’t fetched, and its hash is kept', async () => {
    const news = { type: 'unchanged', run: 4, folder, fileName: 'a.pdf', size: 3, sha256: 'ff' };
    expect(await look({})).toEqual(news);
    expect(await look({ modifiedAt: 49 })).toEqual(news);
  });

  test('is fetched where it is newer, larger, or nobody knows', async () => {
    for (const told of [{ modifiedAt: 51 }, { size: 4 }, { size: undefined }, { modifiedAt: undefined }])
      expect(await look(told)).toBeNull();
    expect(await look({}, createPorts({ there: null }).ports)).toBeNull();
  });

  test('is looked for among single documents alone', async () => {
    const source = {
      from: 'prepared',
      prepared: { kind: 'alfresco', downloadNodeId: 'n' },
    } as unknown as Source;
    expect(await look({}, createPorts().ports, source)).toBeNull();
  });

  test('is fetched where the file changed while it was read', async () => {
    expect(await look({}, createPorts({ hash: null }).ports)).toBeNull();
    expect(await look({}, createPorts({ hash: { size: 4, sha256: 'ff' } }).ports)).toBeNull();
  });
});
