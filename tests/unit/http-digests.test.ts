import type { IncomingHttpHeaders } from 'node:http';
import { expect, test } from 'vitest';
import { digestsOf } from '../../src-main/adapters/servers/http-digests.ts';

/** A value of so many bytes, as Base64 and as hex. */
const base64 = (bytes: number, fill = 7): string => Buffer.alloc(bytes, fill).toString('base64');
const hex = (bytes: number, fill = 7): string => Buffer.alloc(bytes, fill).toString('hex');

const told = (headers: IncomingHttpHeaders, status = 200): string[] =>
  digestsOf({ status, headers }).map((digest) => `${digest.algorithm} ${digest.hex}`);

test.each([
  ['repr-digest', `sha-256=:${base64(32)}:`, [`sha-256 ${hex(32)}`]],
  [
    'repr-digest',
    `sha-512=:${base64(64)}:;q=1,  sha-256=:${base64(32)}:`,
    [`sha-256 ${hex(32)}`, `sha-512 ${hex(64)}`],
  ],
  ['repr-digest', `md5=:${base64(16)}:, unixsum=5`, []],
  ['repr-digest', `sha-256=:${base64(31)}:`, []],
  ['repr-digest', `sha-256=${base64(32)}`, []],
  ['repr-digest', 'sha-256', []],
  ['repr-digest', `sha-256=:${base64(32)}:, broken=`, []],
  ['content-md5', base64(16), [`md5 ${hex(16)}`]],
  ['content-md5', ` ${base64(16)} `, [`md5 ${hex(16)}`]],
  ['content-md5', hex(16), []],
  ['content-md5', '', []],
  ['x-amz-checksum-sha256', base64(32), [`sha-256 ${hex(32)}`]],
  ['x-amz-checksum-sha256', `${base64(32)}-12`, []],
  ['x-amz-checksum-sha1', base64(20), [`sha-1 ${hex(20)}`]],
  ['x-amz-checksum-crc32', base64(4), [`crc32 ${hex(4)}`]],
  ['x-amz-checksum-crc32c', base64(4), [`crc32c ${hex(4)}`]],
  ['x-amz-checksum-crc64nvme', base64(8), [`crc64nvme ${hex(8)}`]],
  ['x-amz-checksum-crc64nvme', base64(4), []],
])('%s: %s tells %j', (name, value, digests) => {
  expect(told({ [name]: value })).toEqual(digests);
});

test('with a part only what is of the whole file counts', () => {
  const headers = {
    'repr-digest': `sha-256=:${base64(32)}:`,
    'content-md5': base64(16),
    'x-amz-checksum-crc32': base64(4),
  };
  expect(told(headers, 206)).toEqual([`sha-256 ${hex(32)}`]);
});

test('of what comes encoded nothing counts, because it is the encoded bytes’', () => {
  expect(told({ 'content-encoding': 'gzip', 'repr-digest': `sha-256=:${base64(32)}:` })).toEqual([]);
  expect(told({ 'content-encoding': 'identity', 'content-md5': base64(16) })).toHaveLength(1);
});

test('of an algorithm that is told twice the first is taken', () => {
  const headers = { 'repr-digest': `sha-256=:${base64(32)}:`, 'x-amz-checksum-sha256': base64(32, 8) };
  expect(told(headers)).toEqual([`sha-256 ${hex(32)}`]);
});
