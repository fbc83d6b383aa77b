/**
 * The real terminal host with one call to the world that announces itself on stdout (`paused at POINT`) and goes on
 * only when a line comes on stdin. `node paused-ferry.ts POINT ARGUMENTS…`, where POINT is `CALL:before` or `CALL:after`,
 * CALL being one of a port (`create`, `cleanUp`, `openPart`, `publish`), of the store (`saveOutput`, `save-STATE`), or of
 * the disk (`write`, `datasync`, `link`, `unlink`, `sync-folder`). `open:during` opens the unfinished file on the desktop
 * and stops there.
 */
import { readSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { realDisk } from '../../src-main/adapters/files/disk.ts';
import type { Disk, OpenFile } from '../../src-main/adapters/files/disk.ts';
import { createFileStore } from '../../src-main/adapters/files/file-store.ts';
import type { FileStore, JobStore, Ports, ServerApi } from '../../src-main/core/ports.ts';
import { runCli } from '../../src-main/hosts/cli/main.ts';
import { runProcess } from '../../src-main/hosts/run-process.ts';

const [point = '', ...args] = process.argv.slice(2);
const [call, time] = point.split(':');
/** It stops once. */
let wasThere = false;

function pause(): Promise<void> {
  process.stdout.write(`paused at ${point}\n`);
  // Keeps the process alive as long as nobody answers.
  const reader = createInterface({ input: process.stdin });
  return new Promise((resolve) =>
    reader.once('line', () => {
      reader.close();
      resolve();
    }),
  );
}

/** For calls that aren't awaited: nothing in the process goes on meanwhile. */
function halt(): void {
  writeSync(1, `paused at ${point}\n`);
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try {
      readSync(0, Buffer.alloc(16));
      return;
    } catch (error) {
      // Node may have made stdin one that doesn't wait: then there is no line yet.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(never, 0, 0, 20);
    }
  }
}

/** The same function with the pause before or after it. */
function paused<Given extends unknown[], Value>(
  name: string,
  work: (...given: Given) => Promise<Value>,
): (...given: Given) => Promise<Value> {
  if (name !== call) return work;
  return async (...given) => {
    const isDue = !wasThere;
    wasThere = true;
    if (isDue && time === 'before') await pause();
    const value = await work(...given);
    if (isDue && time === 'after') await pause();
    return value;
  };
}

function halted(name: string, work: () => void): void {
  if (name === call && time === 'before') halt();
  work();
  if (name === call && time === 'after') halt();
}

const isPart = (path: string): boolean => path.endsWith('.part');

/** The disk with the pause in the calls for the unfinished file and its folder. */
function pausedDisk(): Partial<Disk> {
  const watch = (path: string, file: OpenFile): OpenFile => {
    const real = {
      write: file.write.bind(file),
      datasync: file.datasync.bind(file),
      sync: file.sync.bind(file),
    };
    if (isPart(path)) {
      file.write = paused('write', real.write);
      file.datasync = paused('datasync', real.datasync);
      file.sync = paused('sync', real.sync);
    } else if (hasName) file.sync = paused('sync-folder', real.sync);
    return file;
  };
  // The folder is brought to the disk for the unfinished file, too: what is meant is the time after its last name.
  let hasName = false;
  return {
    open: async (path, flags, mode) => watch(path, await realDisk.open(path, flags, mode)),
    link: paused('link', async (from, to) => {
      await realDisk.link(from, to);
      hasName = true;
    }),
    unlink: (path) => {
      const unlink = (at: string): Promise<void> => realDisk.unlink(at);
      return (isPart(path) ? paused('unlink', unlink) : unlink)(path);
    },
  };
}

/** The store with the pause where an offset or a state is committed. */
function pausedStore(store: JobStore): JobStore {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const real = value.bind(target) as (...given: unknown[]) => unknown;
      if (name === 'saveOutput')
        return (output: Parameters<JobStore['saveOutput']>[0]) =>
          output.durable > 0 ? halted('saveOutput', () => real(output)) : real(output);
      if (name === 'save')
        return (...given: Parameters<JobStore['save']>) =>
          halted(`save-${given[0][0]?.state.is ?? 'nothing'}`, () => real(...given));
      return real;
    },
  });
}

function wrapPorts(ports: Ports): Ports {
  const { servers, desktop } = ports;
  const files: FileStore = createFileStore(pausedDisk());
  const publish: typeof files.publish = async (place, file, options) => {
    // A program on the desktop, started in the middle of a run with a password in use.
    if (call === 'open') {
      await desktop.open(join(place.folder, place.part));
      await pause();
    }
    return files.publish(place, file, options);
  };
  return {
    ...ports,
    store: pausedStore(ports.store),
    files: {
      ...files,
      openPart: paused('openPart', (place, kept) => files.openPart(place, kept)),
      publish: paused('publish', publish),
    },
    servers: {
      ...servers,
      api: (connection): ServerApi => {
        const api = servers.api(connection);
        return {
          ...api,
          create: paused('create', (request, options) => api.create(request, options)),
          cleanUp: paused('cleanUp', async (id, options) => api.cleanUp?.(id, options)),
        };
      },
    },
  };
}

await runProcess(() => runCli(args, { wrapPorts }));
