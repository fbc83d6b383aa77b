import dns from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { setDefaultCACertificates } from 'node:tls';
import { readFileSync } from 'node:fs';
import { onTestFinished, vi } from 'vitest';
import { createFaultWorld } from './fault-world.ts';
import type { FaultWorld, FaultWorldOptions } from './fault-world.ts';
import type { RawAlfresco } from './raw-alfresco.ts';
import { startRawAlfresco } from './raw-alfresco.ts';
import type { RawBridge } from './raw-bridge.ts';
import { startRawBridge } from './raw-bridge.ts';
import type { RawServerOptions } from './raw-server.ts';

/** What the usual file is, and its length in bytes. */
export const size = 300_000;
export const content = { pattern: 7, size };

/** An Alfresco with the usual file as the document `a`, and the app. */
export async function oneDocument(
  options: FaultWorldOptions & RawServerOptions = {},
): Promise<{ alfresco: RawAlfresco; world: FaultWorld }> {
  const alfresco = await startRawAlfresco(options);
  alfresco.put('a', { content });
  return { alfresco, world: await createFaultWorld(alfresco, options) };
}

/** A Bridge whose exports are the usual file, and the app. */
export async function oneExport(
  options: FaultWorldOptions & RawServerOptions = {},
): Promise<{ bridge: RawBridge; world: FaultWorld }> {
  const bridge = await startRawBridge(options);
  bridge.prepares = { content, name: 'users.csv', etag: '"one"' };
  return { bridge, world: await createFaultWorld(bridge, options) };
}

/**
 * Looks names up here instead of on the network, for the running test: each look takes the next answer (addresses, or an
 * error's code), the last one stays.
 */
export function answerNames(...answers: (string | string[])[]): void {
  let looks = 0;
  const lookup = (
    _host: string,
    _options: object,
    done: (error: Error | null, found: LookupAddress[]) => void,
  ): void => {
    const answer = answers[Math.min(looks, answers.length - 1)]!;
    looks += 1;
    if (typeof answer === 'string') return done(Object.assign(new Error(answer), { code: answer }), []);
    done(
      null,
      answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  const spy = vi.spyOn(dns, 'lookup').mockImplementation(lookup as never);
  onTestFinished(() => spy.mockRestore());
}

/** From now on this process trusts the authority of tests/fixtures/tls, as if the system did, and no other. */
export function trustTestAuthority(): void {
  setDefaultCACertificates([readFileSync(new URL('../fixtures/tls/authority.crt', import.meta.url), 'utf8')]);
}
