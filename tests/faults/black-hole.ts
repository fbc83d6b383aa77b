import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

/** Listens with room for one connection, says so, and never looks at it again. */
const program = `
  const { createServer } = require('node:net');
  const { parentPort, workerData } = require('node:worker_threads');
  createServer().listen({ ...workerData, backlog: 1 }, () => {
    parentPort.postMessage('listening');
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

/**
 * Makes a port on this machine a place where packets vanish, for the running test: whoever connects gets no answer at
 * all, neither yes nor no, because the queue in front of it is full.
 */
export async function openBlackHole(host: string, port: number): Promise<void> {
  const worker = new Worker(program, { eval: true, workerData: { host, port } });
  await once(worker, 'message');
  const filling: Socket[] = [];
  onTestFinished(async () => {
    for (const socket of filling) socket.destroy();
    await worker.terminate();
  });
  // The queue takes one more than it should; those after it are the first to vanish.
  for (let place = 0; place < 2; place += 1) {
    const socket = connect({ host, port });
    socket.on('error', () => undefined);
    filling.push(socket);
    await once(socket, 'connect');
  }
}
