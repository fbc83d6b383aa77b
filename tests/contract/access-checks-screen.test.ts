/** What the web host serves of the screen, with which headers, and nothing besides. */
import { describe, expect, test } from 'vitest';
import { sessionPath } from '../../src-shared/web-access.ts';
import { newToken } from '../../src-main/hosts/web/access-checks.ts';
import { ownHost, ask, entryToken, post, useHost } from './access-checks-harness.ts';

useHost();

describe('the screen', () => {
  test('comes with headers that hold it to itself', async () => {
    const page = await ask({ headers: { host: ownHost } });
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Ferry</title>' });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(page.headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        `connect-src 'self' ws://${ownHost}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'`,
    );
  });

  test('no answer has a CORS header or a cookie, whoever asks', async () => {
    const preflight = {
      host: ownHost,
      origin: 'http://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
      'access-control-request-private-network': 'true',
    };
    const answers = [
      await ask({ headers: { host: ownHost } }),
      await ask({ method: 'OPTIONS', path: sessionPath, headers: preflight }),
      await ask({ method: 'OPTIONS', path: '*', headers: preflight }),
      await post(sessionPath, entryToken()),
      await post(sessionPath, newToken()),
    ];
    for (const { headers } of answers) {
      const names = Object.keys(headers).filter((name) => /^access-control|^set-cookie/.test(name));
      expect(names).toEqual([]);
    }
  });

  test('files whose names carry their hash may be kept, others may not', async () => {
    const kept = await ask({ path: '/assets/index-a1B2c3.js', headers: { host: ownHost } });
    expect(kept.headers['cache-control']).toBe('private, max-age=31536000, immutable');
    const fresh = await ask({ path: '/assets/mark.svg', headers: { host: ownHost } });
    expect(fresh.headers['cache-control']).toBe('no-store');
  });

  test('HEAD tells the length and sends nothing', async () => {
    const head = await ask({ method: 'HEAD', headers: { host: ownHost } });
    expect(head).toMatchObject({ status: 200, body: '', headers: { 'content-length': '35' } });
  });

  test.each([
    '/../secret.html',
    '/..%2fsecret.html',
    '/%2e%2e/secret.html',
    '/assets/../../secret.html',
    '/assets/..\\..\\secret.html',
    '//etc/passwd',
    '/etc/passwd',
    '/C:/Windows/win.ini',
    '/link.html',
    '/notes.txt',
    '/index.html%00.js',
    '/assets/',
    '/__proto__',
    '/constructor',
    '/?x',
    'http://evil.example/',
    '/running.json',
  ])('nothing else can be read: %s', async (path) => {
    const answer = await ask({ path, headers: { host: ownHost } });
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 404, body: '' });
  });
});
