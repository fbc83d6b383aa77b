import { beforeEach, expect, test, vi } from 'vitest';
import { tempFolder } from '../fakes/temp-folder.ts';

const { signal } = new AbortController();
const mebibyte = 1024 * 1024;
const sink = { write: async () => undefined };

async function* body(count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index += 1) yield new Uint8Array(mebibyte);
}

/** The modules as a new process has them. */
async function freshModules() {
  const { givesBack } = await import('../../src-main/adapters/servers/chunk-memory.ts');
  const { pour } = await import('../../src-main/adapters/servers/http-body.ts');
  return { givesBack, pour };
}

beforeEach(() => vi.resetModules());

test('memory is given back from the first large download on, and nothing is tried before', async () => {
  const { givesBack, pour } = await freshModules();
  await pour(body(3), sink, { most: Infinity, signal });
  expect(givesBack()).toBe(false);
  await pour(body(4), sink, { most: Infinity, signal });
  expect(givesBack()).toBe(true);
});

test('a start doesn’t try it: a command that only looks would wait for it', async () => {
  const { givesBack } = await freshModules();
  const { openNodePorts } = await import('../../src-main/hosts/node-ports.ts');
  const { createMemorySecrets } = await import('../../src-main/adapters/secrets-memory.ts');
  const { createDesktop } = await import('../../src-main/adapters/desktop-node.ts');
  const opened = await openNodePorts({
    dataFolder: tempFolder(),
    secrets: createMemorySecrets(),
    demo: false,
    desktop: createDesktop(),
  });
  await opened.close();
  expect(givesBack()).toBe(false);
});
