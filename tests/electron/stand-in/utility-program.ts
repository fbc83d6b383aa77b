/** Runs a program as Electron's utility process does: `process.parentPort`, and the end with the parent. */
import { EventEmitter } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Messages wait until somebody listens (api/parent-port). */
class ParentPort extends EventEmitter {
  readonly #waiting: { data: unknown }[] = [];

  constructor() {
    super();
    process.on('message', (data) => {
      if (!this.emit('message', { data })) this.#waiting.push({ data });
    });
    this.on('newListener', (name) => {
      if (name !== 'message') return;
      queueMicrotask(() => {
        for (const event of this.#waiting.splice(0)) this.emit('message', event);
      });
    });
  }

  postMessage(message: object): void {
    if (process.connected) process.send?.(message);
  }
}

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
Object.assign(process, { parentPort: new ParentPort() });
await import(pathToFileURL(resolve(process.argv[2]!)).href);
