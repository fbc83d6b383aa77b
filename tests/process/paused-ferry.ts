/**
 * The real terminal host with one call to the world that announces itself on stdout (`paused at POINT`) and goes on
 * only when a line comes on stdin. `node paused-ferry.ts POINT ARGUMENTS…`, where POINT is `CALL:before` or `CALL:after`;
 * `open:during` opens the unfinished file on the desktop and stops there.
 */
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { Ports, ServerApi } from '../../src-main/core/ports.ts';
import { runCli, runProcess } from '../../src-main/hosts/cli/main.ts';

const [point = '', ...args] = process.argv.slice(2);
const [call, time] = point.split(':');

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

/** The same function with the pause before or after it. */
function paused<Given extends unknown[], Value>(
  name: string,
  work: (...given: Given) => Promise<Value>,
): (...given: Given) => Promise<Value> {
  if (name !== call) return work;
  return async (...given) => {
    if (time === 'before') await pause();
    const value = await work(...given);
    if (time === 'after') await pause();
    return value;
  };
}

function wrapPorts(ports: Ports): Ports {
  const { files, servers, desktop } = ports;
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
    files: {
      ...files,
      openPart: paused('openPart', (place, keep) => files.openPart(place, keep)),
      hashPart: paused('hashPart', (place, options) => files.hashPart(place, options)),
      publish: paused('publish', publish),
    },
    servers: {
      ...servers,
      api: (connection): ServerApi => {
        const api = servers.api(connection);
        return { ...api, create: paused('create', (request, options) => api.create(request, options)) };
      },
    },
  };
}

await runProcess(() => runCli(args, { wrapPorts }));
