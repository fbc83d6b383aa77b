import { sentenceOf } from '../../src-shared/failures/failure-words.ts';
import { expect, test } from 'vitest';
import type { FailedError } from '../../src-shared/failures/failure.ts';
import { addressClass, nextHop } from '../../src-main/adapters/servers/http-redirects.ts';
import { saying } from '../fakes/saying.ts';

test.each([
  ['127.0.0.1', 'loopback'],
  ['127.8.8.8', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::ffff:7f00:1', 'loopback'],
  ['64:ff9b::7f00:1', 'loopback'],
  ['2002:7f00:1::', 'loopback'],
  ['169.254.169.254', 'link-local'],
  ['fe80::1', 'link-local'],
  ['fe80::1%eth0', 'link-local'],
  ['::ffff:169.254.169.254', 'link-local'],
  ['10.0.0.1', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['172.32.0.1', 'public'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['fd00::1', 'private'],
  ['0.0.0.0', 'unusable'],
  ['::', 'unusable'],
  ['::7f00:1', 'unusable'],
  ['224.0.0.1', 'unusable'],
  ['255.255.255.255', 'unusable'],
  ['ff02::1', 'unusable'],
  ['example.com', 'unusable'],
  ['', 'unusable'],
  ['93.184.216.34', 'public'],
  ['2606:2800:220:1::1', 'public'],
])('%s is %s', (address, name) => {
  expect(addressClass(address)).toBe(name);
});

const names: Record<string, string[]> = {
  'records.example.com': ['93.184.216.34'],
  'intranet.example.com': ['10.1.1.1'],
  'storage.example.com': ['93.184.216.99', '2606:2800:220:1::1'],
  'inside.example.com': ['10.2.2.2'],
  'both.example.com': ['10.2.2.2', '127.0.0.1'],
  'rebinding.example.com': ['93.184.216.99', '127.0.0.1'],
  'metadata.example.com': ['169.254.169.254'],
  'nowhere.example.com': [],
};

function hop(
  location: string,
  from = 'https://records.example.com/alfresco/content',
  own = 'https://records.example.com/alfresco',
) {
  const asked: string[] = [];
  const resolve = async (host: string): Promise<string[]> => {
    asked.push(host);
    const found = names[host];
    if (!found) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    return found;
  };
  return nextHop({ from: new URL(from), location, own: new URL(own), resolve });
}

test('a storage on the open network may be gone to, at the addresses that were looked at', async () => {
  const { url, addresses } = await hop('https://storage.example.com/x?sig=abc#part');
  expect(url.href).toBe('https://storage.example.com/x?sig=abc');
  expect(addresses).toEqual(names['storage.example.com']);
});

test('the own server may point to itself, and no name is looked up for that', async () => {
  expect(await hop('../other')).toEqual({
    url: new URL('https://records.example.com/other'),
    addresses: null,
  });
});

test('another port is another place', async () => {
  expect((await hop('https://records.example.com:8443/')).addresses).toEqual(names['records.example.com']);
});

test.each([
  ['http://storage.example.com/x?sig=canary', /unencrypted/],
  ['http://records.example.com/', /unencrypted/],
  ['https://ada:canary@storage.example.com/x', /password/],
  ['https://canary@storage.example.com/x', /password/],
  ['file:///etc/passwd', /file:/],
  ['javascript:alert(1)', /javascript:/],
  ['data:text/plain,canary', /data:/],
  ['https://', /no sense/],
  ['https://127.0.0.1/?sig=canary', /inside this network/],
  ['https://[::1]/', /inside this network/],
  ['https://[::ffff:127.0.0.1]/', /inside this network/],
  ['https://2130706433/', /inside this network/],
  ['https://169.254.169.254/latest/meta-data', /inside this network/],
  ['https://metadata.example.com/', /inside this network/],
  ['https://inside.example.com/?sig=canary', /inside this network/],
  ['https://rebinding.example.com/', /inside this network/],
  ['https://0.0.0.0/', /inside this network/],
  ['https://nowhere.example.com/', /no address/],
])('%s is refused, and its secrets are not repeated', async (location, detail) => {
  const error = (await hop(location).catch((thrown: unknown) => thrown)) as FailedError;
  expect(error.failure.kind).toBe('redirect-refused');
  expect(error.failure.detail).toEqual(saying(detail));
  expect(JSON.stringify(error.failure) + sentenceOf(error)).not.toContain('canary');
});

test('16 a server inside the network may point to others inside, but not to this machine', async () => {
  const own = 'https://intranet.example.com/alfresco';
  const inside = await hop('https://inside.example.com/x', own, own);
  expect(inside.addresses).toEqual(['10.2.2.2']);
  // A name that has an address of each kind is judged by the worse.
  for (const place of ['https://127.0.0.1/', 'https://both.example.com/'])
    await expect(hop(place, own, own)).rejects.toMatchObject({ failure: { kind: 'redirect-refused' } });
});

test('a server that the user reaches without encryption may point on without it', async () => {
  const own = 'http://records.example.com/alfresco';
  expect((await hop('http://storage.example.com/x', own, own)).url.protocol).toBe('http:');
});

test('a name that is not known makes the storage unreachable, not forbidden', async () => {
  await expect(hop('https://gone.example.com/')).rejects.toMatchObject({ failure: { kind: 'unreachable' } });
});
