import { describe, expect, test } from 'vitest';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import type { Secrets } from '../../src-main/core/ports.ts';

const key = { connectionId: 'one', origin: 'https://records.example.com' };
const elsewhere = { connectionId: 'one', origin: 'https://other.example.com' };
const other = { connectionId: 'two', origin: 'https://records.example.com' };

describe.each([
  { which: 'kept for the run', where: 'run' as const, make: (): Secrets => createMemorySecrets() },
])('secrets $which', ({ where, make }) => {
  test('are read back as they were written, the last one written', async () => {
    const secrets = make();
    expect(await secrets.read(key)).toEqual({ is: 'absent' });
    expect(await secrets.write(key, 'first')).toBe(where);
    await secrets.write(key, 'pä"ss\n wörd');
    expect(await secrets.read(key)).toEqual({ is: 'ok', value: 'pä"ss\n wörd', kept: where });
  });

  test('belong to one connection at one origin', async () => {
    const secrets = make();
    await secrets.write(key, 'mine');
    expect(await secrets.read(elsewhere)).toEqual({ is: 'absent' });
    expect(await secrets.read(other)).toEqual({ is: 'absent' });
  });

  test('are erased for all origins of a connection and for no other', async () => {
    const secrets = make();
    await secrets.write(key, 'a');
    await secrets.write(elsewhere, 'b');
    await secrets.write(other, 'c');
    await secrets.erase('one');
    await secrets.erase('never');
    expect(await secrets.read(key)).toEqual({ is: 'absent' });
    expect(await secrets.read(elsewhere)).toEqual({ is: 'absent' });
    expect(await secrets.read(other)).toEqual({ is: 'ok', value: 'c', kept: where });
  });

  test('never show when the keeper is turned into text', async () => {
    const secrets = make();
    await secrets.write(key, 'hunter2');
    expect(JSON.stringify(secrets)).not.toContain('hunter2');
  });
});
