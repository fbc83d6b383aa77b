import { createCipheriv, createHash } from 'node:crypto';

/** What a file's bytes are made of: readable lines that compress well, or noise that doesn't. */
export type ContentKind = 'text' | 'binary';

/** Length of one line of a text file in bytes, its line feed included. */
const lineLength = 64;

const lines = [
  'The quay wall was surveyed at low water; no settlement found.',
  'Delivery of the sheet piles is confirmed for the second week.',
  'Dredging stopped at noon because of fog and resumed at four.',
  'Please find attached the revised drawing of the north pier.',
  'The harbour master asks for one more copy of the tide table.',
  'Concrete cubes reached the required strength after 28 days.',
  'Item; quantity; unit; price; total; remark; checked by; date',
  'Weather: wind south-west 5, gusts 7, visibility moderate.',
  'Minutes: the crane inspection moves to the following Tuesday.',
  'All bollards of section C are painted and numbered anew.',
  'The diver reports clear anodes and little growth on the hull.',
  'Invoice checked against the delivery note and passed on.',
  'Night work is allowed until the end of the month, not longer.',
  'The pilot boat needs the inner berth from Monday to Thursday.',
  'Claims must reach the office within ten days of the event.',
  'No further remarks. The next meeting is on board the tug.',
].map((line) => Buffer.from(`${line.padEnd(lineLength - 1, ' ')}\n`, 'latin1'));

const zeroes = Buffer.alloc(1024 * 1024 + 16);

/** A UUID that depends on `seed` and `label` alone. */
export function uuidFrom(seed: string, label: string): string {
  const hash = createHash('sha256').update(`${seed}\n${label}`).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x40;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** An endless row of numbers in [0, 1) that depends on `seed` and `label` alone. */
export function numbersFrom(seed: string, label: string): () => number {
  let position = 0;
  let block: Buffer = Buffer.alloc(0);
  return () => {
    const within = position % 4096;
    if (within === 0) block = noise(`${seed}\n${label}`, position, 4096);
    position += 4;
    return block.readUInt32LE(within) / 2 ** 32;
  };
}

/**
 * The bytes `start` to `start + length - 1` of the endless content that belongs to `key`. Any range is
 * computed by itself, so nothing large is ever held.
 */
export function bytesOf(key: string, kind: ContentKind, start: number, length: number): Buffer {
  if (length <= 0) return Buffer.alloc(0);
  if (kind === 'binary') return noise(key, start, length);
  const first = Math.floor(start / lineLength);
  const last = Math.floor((start + length - 1) / lineLength);
  const choice = noise(key, first, last - first + 1);
  const text = Buffer.allocUnsafe(choice.length * lineLength);
  for (let index = 0; index < choice.length; index += 1) {
    lines[(choice[index] ?? 0) % lines.length]?.copy(text, index * lineLength);
  }
  const skipped = start - first * lineLength;
  return text.subarray(skipped, skipped + length);
}

/** AES in counter mode gives noise of which any part can be had without the parts before it. */
function noise(key: string, start: number, length: number): Buffer {
  const block = Math.floor(start / 16);
  const counter = Buffer.alloc(16);
  counter.writeBigUInt64BE(BigInt(block), 8);
  const cipher = createCipheriv(
    'aes-128-ctr',
    createHash('sha256').update(key).digest().subarray(0, 16),
    counter,
  );
  const skipped = start - block * 16;
  let missing = skipped + length;
  const parts: Buffer[] = [];
  while (missing > 0) {
    const part = cipher.update(zeroes.subarray(0, Math.min(missing, zeroes.length)));
    parts.push(part);
    missing -= part.length;
  }
  const whole = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  return whole.subarray(skipped, skipped + length);
}
