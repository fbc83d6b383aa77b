import { networkInterfaces } from 'node:os';
import type { Network } from '../core/ports.ts';

/** How often the machine's addresses are looked at, milliseconds: Node has no event for them. */
const lookEvery = 5_000;

/** Hosts that are this machine itself, whatever its network (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3). */
function isThisMachine(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
  );
}

/** Whether any address leads out of this machine. Link-local ones are what is left without a real one. */
function hasAddress(): boolean {
  return Object.values(networkInterfaces())
    .flat()
    .some((at) => at && !at.internal && !/^(fe80:|169\.254\.)/i.test(at.address));
}

/**
 * The machine's network. `isOnline` asks the system; a bridge of a container program counts as one, so it may say yes
 * without a way out, and then servers are out of reach like any other time.
 */
export function createNetwork(isOnline: () => boolean = hasAddress): Network {
  const listeners = new Set<() => void>();
  let known = isOnline();
  let timer: NodeJS.Timeout | null = null;

  const look = (): void => {
    const now = isOnline();
    if (now === known) return;
    known = now;
    for (const listener of [...listeners]) listener();
  };

  return {
    isOnline: () => known,
    leadsTo: (url) => known || isThisMachine(new URL(url).hostname),
    onChange: (listener) => {
      listeners.add(listener);
      timer ??= setInterval(look, lookEvery).unref();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0 || !timer) return;
        clearInterval(timer);
        timer = null;
      };
    },
  };
}
