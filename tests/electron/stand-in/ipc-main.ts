import { EventEmitter } from 'node:events';
import type { StandInFrame } from './frames.ts';
import { StandInEvent } from './records.ts';
import type { StandInContents } from './web-contents.ts';

/** `electron.ipcMain`. */
class StandInIpcMain extends EventEmitter {
  /** Brings a message as a page sends it, or, by a test, as no page of ours would. */
  deliver(
    sender: StandInContents,
    senderFrame: Partial<StandInFrame> | null,
    channel: string,
    args: unknown[],
  ): void {
    const event = new StandInEvent({
      type: 'frame',
      sender,
      senderFrame,
      ports: [],
      frameId: 1,
      processId: 1,
    });
    this.emit(channel, event, ...structuredClone(args));
  }
}

export const ipcMain = new StandInIpcMain();
