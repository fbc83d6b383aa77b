import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { calls, events } from '../../src-shared/contract.ts';
import { serve } from '../../src-shared/rpc.ts';
import { connect } from '../../src-shared/rpc-client.ts';
import type { Client } from '../../src-shared/rpc-client.ts';
import { createFakeApp } from '../fakes/fake-app.ts';
import { fakeTimer } from '../fakes/fake-timer.ts';
import { memoryTransports } from '../fakes/memory-transport.ts';

const info = {
  version: '1.2.3',
  capabilities: {
    open: true,
    pickFolder: 'list' as const,
    demo: true,
    trash: true,
    sleep: false,
    settings: [],
  },
  defaultFolder: '/home/me/Downloads/Ferry',
  online: true,
  notices: [],
};

describe('the contract', () => {
  let client: Client;
  beforeEach(() => {
    const { near, far } = memoryTransports();
    serve(far, createFakeApp({ 'app.info': () => info }), 'web');
    client = connect(near, fakeTimer());
  });

  test('the compiler knows names, inputs, outputs and events', async () => {
    // @ts-expect-error there is no such call
    void client.call('jobs.destroy', {});
    // @ts-expect-error a field is missing
    void client.call('jobs.act', { jobId: 'a' });
    // @ts-expect-error no such action
    void client.call('jobs.act', { jobId: 'a', action: 'explode' });
    // @ts-expect-error there is no such event
    client.on('queue.exploded', () => {});
    client.on('queue.changed', (data) => {
      // @ts-expect-error seq is a number
      const seq: string = data.seq;
      return seq;
    });
    const result = await client.call('app.info', {});
    // @ts-expect-error a result may be a failure
    void result.value;
    if (!result.ok) throw new Error('refused');
    const version: string = result.value.version;
    // @ts-expect-error a version is a text
    const wrong: number = result.value.version;
    expect(version).toBe(wrong);
  });

  /** The names of all fields in a schema, however deep, as JSON Schema spells them. */
  const fieldsOf = (schema: z.ZodType): { path: string; shape: unknown }[] => {
    const found: { path: string; shape: unknown }[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === 'properties')
          for (const [name, shape] of Object.entries(value as object)) {
            found.push({ path: `${path}.${name}`, shape });
            walk(shape, `${path}.${name}`);
          }
        else walk(value, path);
      }
    };
    walk(z.toJSONSchema(schema, { unrepresentable: 'any' }), '');
    return found;
  };

  const outward = [
    ...Object.entries(calls).map(([name, call]) => [`answer of ${name}`, call.output as z.ZodType] as const),
    ...Object.entries(events).map(([name, schema]) => [`event ${name}`, schema as z.ZodType] as const),
  ];
  const secretWord = /secret|password|passphrase|token|credential|authori[sz]ation|cookie|ticket|\bkey\b/i;
  const whereItIsKept = ['keychain', 'file', 'run', 'absent', 'locked', 'sealed', 'unavailable', 'unknown'];

  test.each(outward)('no field of the %s can hold a secret', (_name, schema) => {
    for (const { path, shape } of fieldsOf(schema)) {
      if (!secretWord.test(path)) continue;
      // The one field of that name says where a secret is kept, as one of eight words.
      expect({ path, shape }).toEqual({
        path: expect.stringMatching(/\.secret$/) as string,
        shape: { type: 'string', enum: whereItIsKept },
      });
    }
  });

  test('only the write-only calls take a secret', () => {
    const inward = Object.entries(calls).filter(([, call]) =>
      fieldsOf(call.input).some(({ path }) => secretWord.test(path)),
    );
    expect(inward.map(([name]) => name)).toEqual(['connections.setSecret', 'secretsFile.unlock']);
  });

  test('the walk over the schemas sees fields however deep', () => {
    const deep = z.object({ list: z.array(z.union([z.object({ password: z.string() }), z.null()])) });
    expect(fieldsOf(deep).map(({ path }) => path)).toEqual(['.list', '.list.password']);
  });
});
