import { powerMonitor, powerSaveBlocker } from 'electron';
import type { Event } from 'electron';

export interface PowerListener {
  suspended(): void;
  resumed(): void;
  /** The system ends; it waits a little while for the app to quit by itself. */
  shutDown(): void;
}

/** Follows what the machine does. After the app is ready. */
export function followPower(listener: PowerListener): void {
  powerMonitor.on('suspend', () => listener.suspended());
  powerMonitor.on('resume', () => listener.resumed());
  // The declarations leave the event out, the documentation has it: preventing it asks the system for time.
  powerMonitor.on('shutdown', (event?: Event) => {
    event?.preventDefault();
    listener.shutDown();
  });
}

/** Keeps the machine from falling asleep by itself while it is told so; the screen may go dark. */
export function createKeepAwake(): (isWanted: boolean) => void {
  let blocker: number | null = null;
  return (isWanted) => {
    if (isWanted) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  };
}
