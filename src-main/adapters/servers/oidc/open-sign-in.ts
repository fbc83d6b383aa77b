import type { KeptIn } from '../../../../src-shared/connection.ts';
import { FailedError } from '../../../../src-shared/failures/failure.ts';
import { phrase } from '../../../../src-shared/language/phrase.ts';
import type { OpenSignIn } from '../../../core/ports.ts';
import { isLoopback } from '../typed-address.ts';
import { openLoopback } from './loopback.ts';
import type { OidcSignIn, Provider, Tokens } from './provider.ts';

/** How long a sign-in in the browser may take. Milliseconds. */
const patience = 5 * 60_000;
/** How long a code for another device is waited for, whatever the provider says of it. Milliseconds. */
const longestCode = 60 * 60_000;

export interface SignInOptions {
  signIn: OidcSignIn;
  provider: Provider;
  way: 'browser' | 'device';
  /** Ends it from outside. */
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now: () => number;
  /** What the browser shows after the sign-in. */
  thanks: () => string;
  /** Keeps what came of it; resolves with where. */
  accept: (tokens: Tokens) => Promise<KeptIn>;
}

/** Begins a sign-in at a provider and resolves once there is a place for the user to go. */
export async function openSignIn(options: SignInOptions): Promise<OpenSignIn> {
  return options.way === 'device' ? onDevice(options) : inBrowser(options);
}

async function inBrowser({
  signIn,
  provider,
  signal,
  now,
  thanks,
  accept,
}: SignInOptions): Promise<OpenSignIn> {
  const loopback = await openLoopback(signIn.redirect, thanks);
  try {
    const { address, state, finish } = await provider.authorize(loopback.redirect);
    const until = now() + patience;
    const done = ended(loopback.cameBack(state), signal).then(finish).then(accept);
    done.finally(() => loopback.close()).catch(() => undefined);
    return { address: address.href, host: address.host, until, device: null, done };
  } catch (error) {
    loopback.close();
    throw error;
  }
}

async function onDevice({ signIn, provider, signal, now, accept }: SignInOptions): Promise<OpenSignIn> {
  const { host } = new URL(signIn.issuer);
  const begun = await provider.authorizeDevice();
  if (!begun)
    throw new FailedError({
      kind: 'sign-in-refused',
      detail: phrase('failureDetails.provider.noDevice', { host }),
    });
  const { code, address, whole, seconds, finish } = begun;
  if (![address, whole ?? address].every(isWebPage))
    throw new FailedError({
      kind: 'unreachable',
      detail: phrase('failureDetails.provider.strange', { host }),
    });
  const holds = Math.ceil(Math.min(seconds * 1000, longestCode));
  const done = finish(AbortSignal.any([signal, AbortSignal.timeout(holds)])).then(accept);
  done.catch(() => undefined);
  return {
    address: whole ?? address,
    host: new URL(address).host,
    until: now() + holds,
    device: { code, address },
    done,
  };
}

/** Whether an address that a provider names may be shown and opened: a page, without TLS on this machine only. */
function isWebPage(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
}

/** The answer, unless the time is over or it was cancelled. */
function ended<Value>(answer: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new FailedError({ kind: 'sign-in-needed', detail: phrase('failureDetails.provider.late') }));
    }, patience);
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    answer.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    });
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    if (signal.aborted) stop();
  });
}
