import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A session's own D-Bus: a real `dbus-daemon` on which nothing is started on demand. */
export interface SessionBus {
  address: string;
  /** For programs in the session; nothing of it leads to the session of whoever runs the tests. */
  environment: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Starts a bus, and a session whose home is the folder. */
export async function startSessionBus(home: string): Promise<SessionBus> {
  const runtime = join(home, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  const configuration = join(home, 'bus.conf');
  writeFileSync(
    configuration,
    `<busconfig><type>session</type><listen>unix:dir=${runtime}</listen><auth>EXTERNAL</auth>
     <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`,
  );
  const base: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: runtime };
  const bus = spawn('dbus-daemon', [`--config-file=${configuration}`, '--nofork', '--print-address'], {
    env: base,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [address] = (await once(createInterface({ input: bus.stdout }), 'line')) as [string];
  return {
    address,
    environment: { ...base, DBUS_SESSION_BUS_ADDRESS: address },
    stop: async () => {
      if (bus.exitCode !== null || bus.signalCode !== null) return;
      const ended = once(bus, 'close');
      bus.kill('SIGKILL');
      await ended;
    },
  };
}
