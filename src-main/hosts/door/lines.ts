import type { Socket } from 'node:net';
import type { Transport } from '../../../src-shared/rpc-wire.ts';

/** Text messages over a local socket, one a line: JSON never holds the end of one. */
export class Lines {
  readonly #socket: Socket;
  readonly #early: string[] = [];
  #listener: ((line: string) => void) | null = null;
  #begun = '';
  #longest: number;

  /** @param longest characters that a line may have; who sends more is cut off */
  constructor(socket: Socket, longest: number) {
    this.#socket = socket;
    this.#longest = longest;
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on('data', (text: string) => this.#take(text));
  }

  send(line: string): void {
    if (this.#socket.writable) this.#socket.write(`${line}\n`);
  }

  /** The next line, or null where the other side has gone. */
  next(): Promise<string | null> {
    const line = this.#early.shift();
    if (line !== undefined) return Promise.resolve(line);
    if (this.#socket.closed) return Promise.resolve(null);
    return new Promise((resolve) => {
      const settle = (found: string | null): void => {
        this.#listener = null;
        this.#socket.off('close', gone);
        resolve(found);
      };
      const gone = (): void => settle(null);
      this.#listener = settle;
      this.#socket.once('close', gone);
    });
  }

  /**
   * All further lines as the messages of a transport.
   *
   * @param longest as above, from now on
   * @param mostWaiting bytes that may wait for somebody who doesn't read, before he is cut off
   */
  transport(longest: number, mostWaiting: number): Transport {
    const socket = this.#socket;
    this.#longest = longest;
    return {
      send: (message) => {
        if (socket.writableLength > mostWaiting) socket.destroy();
        else this.send(message);
      },
      onMessage: (listener) => {
        this.#listener = listener;
        for (const line of this.#early.splice(0)) listener(line);
      },
      onClose: (listener) => {
        if (socket.closed) void Promise.resolve().then(listener);
        else socket.once('close', () => listener());
      },
      close: () => socket.destroySoon(),
    };
  }

  #take(text: string): void {
    const parts = text.split('\n');
    for (const [index, part] of parts.entries()) {
      this.#begun += part;
      if (this.#begun.length > this.#longest) return void this.#socket.destroy();
      if (index === parts.length - 1) return;
      const line = this.#begun;
      this.#begun = '';
      if (this.#listener) this.#listener(line);
      else this.#early.push(line);
    }
  }
}
