import { describe, expect, test } from 'vitest';
import { closingOf } from '../../src-main/desktop/closing.ts';
import {
  createFaultTeller,
  describeFault,
  describeGone,
  isGoneForGood,
} from '../../src-main/desktop/faults.ts';
import { showAtFirst, showPatience } from '../../src-main/desktop/first-show.ts';
import { createLettingGo, keptHidden } from '../../src-main/desktop/letting-go.ts';
import { createPageCare, isPageFailure } from '../../src-main/desktop/page-trouble.ts';
import { mustStayAwake } from '../../src-main/desktop/staying-awake.ts';
import { textMenu } from '../../src-main/desktop/text-menu.ts';
import { createTrayKeeper } from '../../src-main/desktop/tray-keeper.ts';
import { announcedFor, answersWithin, createWhenDone } from '../../src-main/desktop/when-done.ts';
import type { Settings } from '../../src-shared/settings.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';

describe('a window is shown', () => {
  test('at the first sign of its page, whichever comes first, and once', async () => {
    for (const first of [0, 1, 2]) {
      const clock = new FakeClock();
      const listeners: (() => void)[] = [];
      let shown = 0;
      const moment = (listener: () => void): void => void listeners.push(listener);
      showAtFirst([moment, moment, moment], clock, () => (shown += 1));
      expect(shown).toBe(0);
      listeners[first]!();
      expect(shown).toBe(1);
      for (const listener of listeners) listener();
      await clock.advance(showPatience * 2);
      expect(shown).toBe(1);
    }
  });

  test('after three seconds without any sign', async () => {
    const clock = new FakeClock();
    let shown = 0;
    showAtFirst([() => undefined], clock, () => (shown += 1));
    await clock.advance(2_999);
    expect(shown).toBe(0);
    await clock.advance(1);
    expect(shown).toBe(1);
  });
});

describe('when all downloads are done', () => {
  const idle = { downloading: 0, preparing: 0, waiting: 0, paused: 0, needUser: 0 };
  const busy = { ...idle, downloading: 1 };
  const begin = (whenAllDone: Settings['whenAllDone']) => {
    const clock = new FakeClock();
    const settings = { whenAllDone };
    const said: string[] = [];
    const done: string[] = [];
    /** What the system's notifications and the window make of an announcement. */
    const ways = { notification: async () => true, window: async () => true };
    let stay = (): void => undefined;
    const when = createWhenDone({
      clock,
      settings: () => settings,
      announce: [
        (then, keep) => {
          said.push(then);
          stay = keep;
          return ways.notification();
        },
        (then) => {
          said.push(`${then} in the window`);
          return ways.window();
        },
      ],
      act: (then) => void done.push(then),
    });
    return { clock, settings, said, done, ways, when, stay: () => stay() };
  };

  test('the user’s wish is announced, and comes a minute later; an empty list is no reason', async () => {
    const { clock, when, said, done } = begin('sleep');
    when.look(idle);
    when.look(busy);
    expect(said).toEqual([]);
    when.look(idle);
    when.look(idle);
    expect(said).toEqual(['sleep']);
    await clock.advance(announcedFor - 1);
    expect(done).toEqual([]);
    await clock.advance(1);
    expect(done).toEqual(['sleep']);
    when.look(idle);
    await clock.advance(announcedFor);
    expect(done).toEqual(['sleep']);
  });

  test.each<[string, (world: ReturnType<typeof begin>) => void]>([
    ['a new download', ({ when }) => when.look({ ...idle, waiting: 1 })],
    ['one that needs the user again', ({ when }) => when.look({ ...idle, needUser: 1 })],
    ['another setting', ({ when, settings }) => ((settings.whenAllDone = 'nothing'), when.look(idle))],
    ['the user’s word', ({ stay }) => stay()],
    ['an end of its own', ({ when }) => when.stop()],
  ])('%s calls it off', async (_, change) => {
    const world = begin('quit');
    world.when.look(busy);
    world.when.look(idle);
    change(world);
    await world.clock.advance(announcedFor);
    expect([world.said, world.done]).toEqual([['quit'], []]);
  });

  test.each([{ paused: 1 }, { needUser: 1 }])('%o is not done', async (left) => {
    const { clock, when, said, done } = begin('quit');
    when.look({ ...busy, ...left });
    when.look({ ...idle, ...left });
    await clock.advance(announcedFor * 2);
    // Whoever takes the last one off the list is here.
    when.look(idle);
    await clock.advance(announcedFor * 2);
    expect([said, done]).toEqual([[], []]);
  });

  test.each<[string, () => Promise<boolean>]>([
    ['can’t be shown', async () => false],
    ['fails', () => Promise.reject(new Error('no service'))],
    ['is never answered', () => new Promise(() => undefined)],
  ])('where a notification %s, the window says it, and nothing comes unsaid', async (_, notification) => {
    for (const inWindow of [true, false]) {
      const { clock, when, said, done, ways } = begin('quit');
      Object.assign(ways, { notification, window: async () => inWindow });
      when.look(busy);
      when.look(idle);
      await clock.advance(answersWithin);
      expect(said).toEqual(['quit', 'quit in the window']);
      await clock.advance(announcedFor);
      expect([done, clock.sleeping]).toEqual([inWindow ? ['quit'] : [], 0]);
    }
  });

  test('a download that began and ended between two looks counts; one that comes back by an undo doesn’t', async () => {
    const { clock, when, said, done } = begin('quit');
    when.look(idle, 5);
    expect(said).toEqual([]);
    when.look(idle, 7);
    expect(said).toEqual(['quit']);
    await clock.advance(announcedFor);
    when.look(idle, 5);
    when.look(idle, 7);
    await clock.advance(announcedFor);
    expect([said, done]).toEqual([['quit'], ['quit']]);
  });

  test('nothing comes where nothing is wished', async () => {
    const { clock, when, said, done } = begin('nothing');
    when.look(busy);
    when.look(idle);
    await clock.advance(announcedFor);
    expect([said, done]).toEqual([[], []]);
  });
});

test('a window that nobody looks at is let go after a while without a break, each time anew', async () => {
  const clock = new FakeClock();
  let times = 0;
  const letting = createLettingGo(clock, () => (times += 1));
  letting.hidden();
  await clock.advance(keptHidden - 1);
  letting.shown();
  letting.hidden();
  letting.hidden();
  await clock.advance(keptHidden - 1);
  expect(times).toBe(0);
  await clock.advance(1);
  expect(times).toBe(1);
  letting.shown();
  letting.hidden();
  await clock.advance(keptHidden);
  expect(times).toBe(2);
});

describe('closing the window', () => {
  const closing = (facts: Partial<Parameters<typeof closingOf>[0]>): string =>
    closingOf({
      platform: 'linux',
      isInTray: true,
      isFullScreen: false,
      settings: { closeWithoutTray: 'minimize' },
      ...facts,
    });

  test.each(['linux', 'win32'] as const)('hides it on %s while a tray brings it back', (platform) => {
    expect(closing({ platform })).toBe('hide');
    expect(closing({ platform, isFullScreen: true })).toBe('hide');
  });

  test.each(['linux', 'win32'] as const)('does what is set on %s where there is no tray', (platform) => {
    expect(closing({ platform, isInTray: false })).toBe('minimize');
    expect(closing({ platform, isInTray: false, settings: { closeWithoutTray: 'quit' } })).toBe('quit');
  });

  test('hides it on macOS, whose Dock brings it back, and leaves full screen first', () => {
    expect(closing({ platform: 'darwin', isInTray: false })).toBe('hide');
    expect(closing({ platform: 'darwin', isFullScreen: true })).toBe('leave-full-screen');
  });
});

describe('the sign in the tray', () => {
  test('is made anew when a host has come since it was made, and not otherwise', async () => {
    let hasHost = false;
    const log: string[] = [];
    let made = 0;
    const keeper = createTrayKeeper({
      make: () => {
        const name = `sign ${(made += 1)}`;
        log.push(`made ${name}`);
        return { name, destroy: () => log.push(`destroyed ${name}`) };
      },
      hasHost: async () => hasHost,
      report: () => undefined,
    });
    expect(await keeper.look()).toBe(false);
    expect(await keeper.look()).toBe(false);
    hasHost = true;
    expect(await keeper.look()).toBe(true);
    expect(await keeper.look()).toBe(true);
    hasHost = false;
    expect(await keeper.look()).toBe(false);
    hasHost = true;
    expect(await keeper.look()).toBe(true);
    expect(log).toEqual([
      'made sign 1',
      'destroyed sign 1',
      'made sign 2',
      'destroyed sign 2',
      'made sign 3',
    ]);
    expect(keeper.tray?.name).toBe('sign 3');
    keeper.destroy();
    expect(await keeper.look()).toBe(false);
    expect(keeper.tray).toBeNull();
    expect(made).toBe(3);
  });

  test('that can’t be made is reported, and tried again at the next look', async () => {
    const reported: unknown[] = [];
    let isBroken = true;
    const keeper = createTrayKeeper({
      make: () => {
        if (isBroken) throw new Error('no tray');
        return { destroy: () => undefined };
      },
      hasHost: async () => true,
      report: (error) => reported.push(error),
    });
    expect(await keeper.look()).toBe(false);
    expect(reported).toHaveLength(1);
    isBroken = false;
    expect(await keeper.look()).toBe(true);
  });
});

describe('a page that fails', () => {
  test('is loaded again by itself once, then only when asked, until a minute was quiet', () => {
    let now = 0;
    const care = createPageCare(() => now);
    expect(care()).toBe('load');
    now += 59_999;
    expect(care()).toBe('ask');
    now += 60_000;
    expect(care()).toBe('load');
  });

  test('is the window’s own, and not one whose place another load took', () => {
    expect(isPageFailure(-2, true)).toBe(true);
    expect(isPageFailure(-2, false)).toBe(false);
    expect(isPageFailure(-3, true)).toBe(false);
  });
});

describe('the menu of a text', () => {
  const flags = {
    canUndo: false,
    canRedo: false,
    canCut: true,
    canCopy: true,
    canPaste: true,
    canDelete: true,
    canSelectAll: true,
  };

  test('cuts, copies and pastes in a field, as far as the page can, and has nothing of spelling', () => {
    const menu = textMenu({ isEditable: true, selectionText: 'a', editFlags: { ...flags, canPaste: false } });
    expect(menu.filter((entry) => entry !== 'line').map(({ role, enabled }) => [role, enabled])).toEqual([
      ['undo', false],
      ['redo', false],
      ['cut', true],
      ['copy', true],
      ['paste', false],
      ['delete', true],
      ['selectAll', true],
    ]);
  });

  test('copies what is selected elsewhere, and is none where nothing is', () => {
    expect(textMenu({ isEditable: false, selectionText: 'id-1', editFlags: flags })).toEqual([
      { role: 'copy', enabled: true },
    ]);
    expect(textMenu({ isEditable: false, selectionText: ' \n', editFlags: flags })).toEqual([]);
  });
});

describe('a fault', () => {
  test('is described by its name, code and place, never by its message', () => {
    const error = Object.assign(new TypeError('https://alice:secret@records.example.com'), { code: 'EIO' });
    const words = describeFault(error);
    expect(words).toMatch(/^TypeError EIO at unit\/desktop-rules\.test\.ts:\d+:\d+/);
    expect(words).not.toContain('secret');
    expect(describeFault('secret')).toBe('thrown string');
  });

  test('is told once, not again while it is read, and not within a minute', async () => {
    let now = 0;
    let told = 0;
    let read = Promise.withResolvers<void>();
    const tell = createFaultTeller(
      () => {
        told += 1;
        return read.promise;
      },
      () => now,
    );
    tell();
    now = 120_000;
    tell();
    expect(told).toBe(1);
    read.resolve();
    await settle();
    now += 59_999;
    tell();
    expect(told).toBe(1);
    now += 1;
    read = Promise.withResolvers<void>();
    tell();
    expect(told).toBe(2);
  });

  test('of another process is logged unless it ended as it should, and told where it stays away', () => {
    expect(describeGone({ type: 'Utility', reason: 'clean-exit', exitCode: 0 })).toBeNull();
    expect(describeGone({ type: 'Utility', reason: 'oom', exitCode: 9, name: 'Network Service' })).toBe(
      'Utility (Network Service): oom, 9',
    );
    const told = ['crashed', 'oom', 'killed', 'launch-failed', 'integrity-failure'].filter((reason) =>
      isGoneForGood({ type: 'GPU', reason, exitCode: 1 }),
    );
    expect(told).toEqual(['launch-failed', 'integrity-failure']);
  });
});

test.each([
  [{ downloading: 1, preparing: 0, waiting: 0 }, false, true],
  [{ downloading: 0, preparing: 1, waiting: 0 }, false, false],
  [{ downloading: 0, preparing: 1, waiting: 0 }, true, true],
  [{ downloading: 0, preparing: 0, waiting: 3 }, true, false],
])('with %o the machine stays awake, set %s: %s', (counts, awakeWhilePreparing, expected) => {
  expect(mustStayAwake(counts, { awakeWhilePreparing })).toBe(expected);
});
