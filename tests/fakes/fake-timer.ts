import type { Timer } from '../../src-shared/rpc-client.ts';

/** A timer whose time passes only by `advance`. `armed`: how many wait. */
export function fakeTimer(): Timer & { advance(milliseconds: number): void; readonly armed: number } {
  let now = 0;
  const waiting = new Set<{ at: number; run: () => void }>();
  return {
    after: (milliseconds, run) => {
      const entry = { at: now + milliseconds, run };
      waiting.add(entry);
      return () => void waiting.delete(entry);
    },
    advance: (milliseconds) => {
      now += milliseconds;
      for (const entry of [...waiting]) {
        if (entry.at > now) continue;
        waiting.delete(entry);
        entry.run();
      }
    },
    get armed() {
      return waiting.size;
    },
  };
}
