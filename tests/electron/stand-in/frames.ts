import type { WebFrameMain } from 'electron';
import type { Frame } from 'playwright-core';
import { toApp } from './addresses.ts';
import { record } from './records.ts';

type WebFramePart = Pick<WebFrameMain, 'detached' | 'isDestroyed' | 'send' | 'url'> & {
  readonly parent: WebFramePart | null;
};

/** How a message reaches the document in a frame. */
export type Deliver = (channel: string, args: unknown[]) => void;

/** `WebFrameMain`: one document in one frame. A document that went is destroyed, and sending to it throws. */
export class StandInFrame implements WebFramePart {
  readonly parent: StandInFrame | null;
  readonly #frame: Frame;
  readonly #deliver: Deliver;
  #isGone = false;

  constructor(frame: Frame, parent: StandInFrame | null, deliver: Deliver) {
    this.#frame = frame;
    this.parent = parent;
    this.#deliver = deliver;
  }

  get url(): string {
    return toApp(this.#frame.url());
  }

  get detached(): boolean {
    return this.#isGone || this.#frame.isDetached();
  }

  isDestroyed(): boolean {
    return this.#isGone;
  }

  send(channel: string, ...args: unknown[]): void {
    record('frame.send', channel, ...args);
    if (this.#isGone) throw new Error('Render frame was disposed before WebFrameMain could be accessed');
    this.#deliver(channel, structuredClone(args));
  }

  /** Its document is gone. */
  end(): void {
    this.#isGone = true;
  }
}
