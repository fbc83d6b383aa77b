import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../fakes/temp-folder.ts';
import { createFaultWorld } from './fault-world.ts';
import type { FaultWorld } from './fault-world.ts';
import type { RawAlfresco } from './raw-alfresco.ts';
import { startRawAlfresco } from './raw-alfresco.ts';
import { bytesOf } from './wire.ts';
import { sentence } from '../../src-shared/failures/failure-words.ts';

const content = { pattern: 5, size: 400_000 };

/** A job under way into a folder below a place, with that folder swapped for a link to another one at a moment. */
interface Swap {
  world: FaultWorld;
  alfresco: RawAlfresco;
  id: string;
  /** Where the link leads. */
  outside: string;
  /** Puts the folder in the link's place again. */
  mend: () => void;
}

async function swapped(when: 'beforeTheBytes' | 'afterTheBytes', leadsTo?: string): Promise<Swap> {
  const root = tempFolder();
  const outside = leadsTo === undefined ? join(root, 'outside') : join(root, leadsTo);
  mkdirSync(outside, { recursive: true });
  const alfresco = await startRawAlfresco();
  alfresco.put('a', { content });
  const world = await createFaultWorld(alfresco, { root, listsFolders: true });
  const folder = join(world.folder, 'Board');
  const aside = join(world.folder, 'aside');
  const swap = (): void => {
    renameSync(folder, aside);
    symlinkSync(outside, folder);
  };
  alfresco.scripts.next('content', (request) => {
    const steps = alfresco.serve('a', request);
    if (when === 'afterTheBytes') return [...steps, { passed: swap }];
    swap();
    return steps;
  });
  const { jobId } = await world.app.handlers['jobs.create']({
    connectionId: alfresco.connection.id,
    items: ['a'],
    folder,
  });
  const mend = (): void => {
    rmSync(folder);
    renameSync(aside, folder);
  };
  return { world, alfresco, id: jobId, outside, mend };
}

test.each(['beforeTheBytes', 'afterTheBytes'] as const)(
  '88 a folder swapped for a link that leads out of the allowed places, %s: nothing gets there, and it goes on once it is back',
  async (when) => {
    const { world, id, outside, mend, alfresco } = await swapped(when);
    expect(sentence(await world.failureOf(id))).toContain('a link in its path now leads out of the folders');
    await world.pass(10 * 60_000);
    expect(world.job(id).state.is).not.toBe('saved');
    expect(await world.row(id)).toMatchObject({ waitingFor: { for: 'folder' } });
    expect(readdirSync(outside)).toEqual([]);
    mend();
    await world.reach(id, 'saved');
    expect(world.files().get('Board/a.bin')).toEqual(Buffer.from(bytesOf(content)));
    if (when === 'afterTheBytes') expect(alfresco.seen('content')).toHaveLength(1);
    expect(readdirSync(outside)).toEqual([]);
  },
);

test('88 a folder swapped for a link to another allowed one is where the user has it now', async () => {
  const { world, id, outside } = await swapped('beforeTheBytes', 'Ferry/elsewhere');
  await world.reach(id, 'saved');
  expect(existsSync(join(outside, 'a.bin'))).toBe(true);
});

test('88 what lies behind a swapped folder isn’t removed when the download is cancelled', async () => {
  const { world, id, outside, mend } = await swapped('afterTheBytes');
  await world.failureOf(id);
  const theirs = join(outside, basename(world.part(id)));
  writeFileSync(theirs, 'theirs');
  await world.act(id, 'cancel');
  await world.pass(60_000);
  expect(readFileSync(theirs, 'utf8')).toBe('theirs');
  mend();
});
