import { expect, test } from 'vitest';
import { inKeptPlaces } from '../../src-main/adapters/files/kept-places.ts';
import type { FileStore } from '../../src-main/core/ports.ts';
import { failureSaying } from '../fakes/saying.ts';

const folder = '/places/Board';
const place = { folder, part: '.a.part' };

/** Every step that touches a folder, as the core takes it. */
const steps: Record<Exclude<keyof FileStore, 'wholePath' | 'space'>, unknown[]> = {
  makeFolder: [folder],
  checkFolder: [folder],
  lookAtFile: [folder, 'a'],
  namesOfSize: [folder, 1],
  saveText: [folder, 'a', ''],
  locate: [folder, 'a'],
  zipEntries: [`${folder}/a.zip`, {}],
  openPart: [place, {}],
  hashPart: [place, {}],
  lookAtPart: [place],
  zipContents: [place],
  publish: [place, {}, {}],
  sameName: [place, 'a'],
  discard: [place],
};

test.each(Object.entries(steps))(
  'nothing is done (%s) in a folder that came to lead out of the allowed places, and all of it elsewhere',
  async (name, args) => {
    const done: string[] = [];
    const files = new Proxy({} as FileStore, {
      get: (_target, step: string) => async () => void done.push(step),
    });
    let isAway = true;
    const asked: string[] = [];
    const kept = inKeptPlaces(files, async (path) => {
      asked.push(path);
      return isAway;
    });
    const take = (): Promise<unknown> =>
      (kept[name as keyof typeof steps] as (...given: unknown[]) => Promise<unknown>)(...args);
    await expect(take()).rejects.toThrow(failureSaying(/a link in its path now leads out of the folders/));
    expect([done, asked]).toEqual([[], [folder]]);
    isAway = false;
    await take();
    expect(done).toEqual([name]);
  },
);
