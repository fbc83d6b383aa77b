import { describe, expect, test } from 'vitest';
import { autostartEntry, autostartFile } from '../../src-main/desktop/autostart.ts';
import { wishOfArguments, wishOfLink } from '../../src-main/desktop/links.ts';
import {
  notificationOfJob,
  notificationOfServer,
  wantedNotifications,
} from '../../src-main/desktop/notification-rules.ts';
import type { NotificationContent } from '../../src-main/desktop/notification-rules.ts';
import type { Counts } from '../../src-main/desktop/queue-summary.ts';
import { taskbarOf, trayStateOf } from '../../src-main/desktop/taskbar.ts';
import { windowPlace } from '../../src-main/desktop/window-place.ts';
import type { ConnectionView } from '../../src-shared/contract.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';

describe('a ferry: link', () => {
  const link = 'https://docs.example.com/share/page/site/harbour/documentlibrary';
  const to = (target: string): string => `ferry:download?url=${encodeURIComponent(target)}`;

  test.each([to(link), to(link).replace('ferry:', 'ferry://'), to(link).replace('?', '/?')])(
    'puts the address of a web server into the form for a new download: %s',
    (text) => {
      expect(wishOfLink(text)).toEqual({ is: 'newDownload', link });
    },
  );

  test.each([
    ['another verb', `ferry:remove?url=${encodeURIComponent(link)}`],
    ['a verb behind a path', `ferry:download/../remove?url=${encodeURIComponent(link)}`],
    ['no address', 'ferry:download'],
    ['two addresses', `${to(link)}&url=x`],
    ['a file', to('file:///etc/passwd')],
    ['a script', to('javascript:alert(1)')],
    ['another link of its own kind', to('ferry:download')],
    ['a name and a password', to('https://ada:secret@docs.example.com/')],
    ['another scheme', link],
    ['more than any address is long', to(`https://docs.example.com/${'a'.repeat(3000)}`)],
    ['no link at all', 'ferry:download?url=%'],
  ])('with %s is nothing', (_what, text) => {
    expect(wishOfLink(text)).toBeNull();
  });

  test('is found among the arguments of a second start, wherever Chromium has put its own', () => {
    const program = '/opt/Ferry/ferry';
    expect(wishOfArguments([program, '--allow-file-access-from-files', to(link)])).toEqual({
      is: 'newDownload',
      link,
    });
    expect(wishOfArguments([program, '--new-download'])).toEqual({ is: 'newDownload', link: null });
    expect(wishOfArguments([program, '--hidden', '/home/ada/report.pdf'])).toBeNull();
  });
});

const none: Counts = { downloading: 0, preparing: 0, waiting: 0, paused: 0, needUser: 0 };

test.each([
  ['nothing', none, null, { progress: -1, mode: 'none' }],
  ['only what failed before', { ...none, needUser: 2 }, null, { progress: -1, mode: 'none' }],
  ['bytes that come', { ...none, downloading: 1 }, 0.4, { progress: 0.4, mode: 'normal' }],
  [
    'bytes that come beside what failed',
    { ...none, downloading: 1, needUser: 1 },
    0.4,
    { progress: 0.4, mode: 'error' },
  ],
  ['bytes of an unknown number', { ...none, downloading: 1 }, null, { progress: 2, mode: 'indeterminate' }],
  ['a server that works', { ...none, preparing: 1 }, null, { progress: 2, mode: 'indeterminate' }],
  [
    'what is paused beside what runs',
    { ...none, preparing: 1, paused: 3 },
    null,
    { progress: 2, mode: 'indeterminate' },
  ],
  ['only what is paused', { ...none, paused: 3 }, null, { progress: 1, mode: 'paused' }],
] as const)('the taskbar shows of %s what it is', (_what, counts, share, look) => {
  expect(taskbarOf(counts, share)).toEqual(look);
});

test('the sign in the tray asks for attention before it says that something runs', () => {
  expect(trayStateOf(none)).toBe('idle');
  expect(trayStateOf({ ...none, preparing: 1 })).toBe('working');
  expect(trayStateOf({ ...none, preparing: 1, needUser: 1 })).toBe('attention');
  expect(trayStateOf({ ...none, downloading: 1 })).toBe('working');
});

describe('a window that was left somewhere', () => {
  const [left, right] = [
    { x: 0, y: 25, width: 1440, height: 875 },
    { x: 1440, y: 0, width: 2560, height: 1440 },
  ];
  const size = { width: 1180, height: 760 };

  test('opens there again', () => {
    expect(windowPlace({ x: 1600, y: 200, ...size }, [left, right])).toEqual({ x: 1600, y: 200, ...size });
    expect(windowPlace({ x: -900, y: 100, ...size }, [left, right])).toMatchObject({ x: -900, y: 100 });
  });

  test.each([
    ['its display is gone', { x: 1600, y: 200 }],
    ['its upper edge is above every display', { x: 100, y: -300 }],
    ['too little of it can be reached', { x: 1380, y: 100 }],
    ['it was never left anywhere', {}],
  ])('opens in the system’s place where %s', (_why, place) => {
    expect(windowPlace({ ...place, ...size }, [left])).toEqual(size);
  });

  test('is made smaller where the display has no room for it', () => {
    const large = { width: 3000, height: 2000 };
    expect(windowPlace({ x: 10, y: 30, ...large }, [left])).toEqual({
      x: 10,
      y: 30,
      width: 1440,
      height: 875,
    });
    expect(windowPlace({ x: 9000, y: 30, ...large }, [left])).toEqual({ width: 1440, height: 875 });
    expect(windowPlace(large, [])).toEqual(large);
  });
});

test('the autostart file names the program as the Desktop Entry Specification wants it', () => {
  expect(autostartFile('/home/ada/.config')).toBe('/home/ada/.config/autostart/ferry.desktop');
  expect(autostartEntry('/opt/Ferry/ferry')).toContain('\nExec="/opt/Ferry/ferry" --hidden\n');
  const odd = autostartEntry('/home/a b/50% "$x"`\\/ferry');
  expect(odd).toContain(
    String.raw`Exec="/home/a b/50%% \\"\\$x\\"\\` + '`' + String.raw`\\\\/ferry" --hidden`,
  );
});

describe('what somebody who isn’t looking is told', () => {
  const all = { notifySaved: true, notifyFailed: true, notifySignIn: true };
  const one = (kind: NotificationContent['kind'], body: string): NotificationContent => ({
    kind,
    title: kind,
    body,
    about: null,
  });
  const server = (is: 'ok' | 'needsSignIn'): ConnectionView =>
    ({ id: 'c', name: 'Records', state: { is } }) as ConnectionView;

  test('is of each kind alone what the user wants to hear', () => {
    const news = [one('saved', 'a'), one('failed', 'b'), one('signIn', 'c')];
    expect(wantedNotifications(news, all)).toEqual(news);
    expect(wantedNotifications(news, { ...all, notifySaved: false })).toEqual(news.slice(1));
    expect(
      wantedNotifications(news, { notifySaved: false, notifyFailed: false, notifySignIn: false }),
    ).toEqual([]);
  });

  test('is one sentence for many, and counts only what is wanted', () => {
    const news = [...'abcd'].map((name) => one('saved', name));
    const mixed = [...news, one('failed', 'e'), one('signIn', 'f')];
    expect(wantedNotifications(mixed, all)).toMatchObject([
      { title: 'Ferry', body: '4 downloads saved, 1 download needs you, 1 server asks for a sign-in' },
    ]);
    expect(wantedNotifications(mixed, { ...all, notifySaved: false })).toHaveLength(2);
  });

  test('is a server that asks for a sign-in, and no other', () => {
    expect(notificationOfServer(server('ok'))).toBeNull();
    expect(notificationOfServer(server('needsSignIn'))).toMatchObject({
      kind: 'signIn',
      title: 'Sign in to Records',
      about: { is: 'server', connectionId: 'c' },
    });
  });

  test('is no news of a job under way', () => {
    expect(notificationOfJob({ name: 'a', state: { is: 'queued' } } as JobView)).toBeNull();
  });
});
