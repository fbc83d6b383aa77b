import { z } from 'zod';
import type { Connection } from '../../../src-shared/connection.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { CallOptions, Secrets } from '../../core/ports.ts';
import { rememberSecret } from '../mask-secrets.ts';
import type { AlfrescoPlace } from './alfresco-place.ts';
import type { Authenticator } from './http-authorized.ts';
import type { Http } from './http-client.ts';
import { failureOfAnswer } from './http-failures.ts';
import { storedSecret } from './stored-secret.ts';
import { waitFor } from './wait-for.ts';

const ticketSchema = z.object({ entry: z.object({ id: z.string().min(1).max(1000) }) });

const basic = (text: string): string => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;

function withTicket(ticket: string): string {
  rememberSecret(ticket);
  return basic(ticket);
}

/** Exchanges a company's token for the server's own ticket of the same user; null where the server gives none. */
export function alfrescoTicketFor(
  { tenant }: Connection,
  place: AlfrescoPlace,
  http: Http,
): (authorization: string) => Promise<string | null> {
  return async (authorization) => {
    const url = new URL(
      `${place.root}/api/${encodeURIComponent(tenant)}/public/authentication/versions/1/tickets/-me-`,
    );
    const { signal } = new AbortController();
    const { body } = await http.json({ method: 'GET', url, authorization, signal, priority: 'user' });
    const ticket = ticketSchema.safeParse(body.is === 'json' ? body.value : undefined);
    return ticket.success ? withTicket(ticket.data.entry.id) : null;
  };
}

/**
 * Signs in at an Alfresco server and keeps the ticket (for an hour since its last use, as the server has it by default).
 * The ticket is never deleted: a user's sessions share one, so that would end them all. Where the server gives no
 * tickets (SAML, other authentication), or gives some and takes none (Kerberos in front of it), the password goes with
 * each request. To a server that takes neither it goes three times at most, until the user does something.
 */
export function createAlfrescoSignIn(options: {
  connection: Connection;
  place: AlfrescoPlace;
  http: Http;
  secrets: Secrets;
  now: () => number;
}): Authenticator {
  const { connection, place, http, secrets, now } = options;
  const tickets = (): URL =>
    new URL(
      `${place.root}/api/${encodeURIComponent(connection.tenant)}/public/authentication/versions/1/tickets`,
    );
  let current: string | null = null;
  let isTicket = true;
  /** The ticket came in place of one that was refused, and nothing has taken it yet. */
  let isReplacement = false;
  /** The answer to a password that the server refused. It stays: asking again and again locks accounts. */
  let refusal: FailedError | null = null;
  let flight: Promise<string> | null = null;
  /** Raised by `forget`, so that a sign-in that began before has no effect after. */
  let generation = 0;

  /** The password itself in place of a ticket. */
  async function withPassword(): Promise<{ value: string; isTicket: boolean }> {
    const secret = await storedSecret(secrets, connection);
    return { value: basic(`${connection.user}:${secret}`), isTicket: false };
  }

  async function signIn(priority: CallOptions['priority']): Promise<{ value: string; isTicket: boolean }> {
    const secret = await storedSecret(secrets, connection);
    const answer = await http.json({
      method: 'POST',
      url: tickets(),
      authorization: null,
      body: { userId: connection.user, password: secret },
      // It serves all who wait, so that none of them may end it; the time-outs do.
      signal: new AbortController().signal,
      ...(priority !== undefined && { priority }),
    });
    const { status, body } = answer;
    if ([404, 405, 501].includes(status)) {
      return { value: basic(`${connection.user}:${secret}`), isTicket: false };
    }
    if (status < 200 || status > 299) {
      // What the server says here may repeat the password.
      const failure = failureOfAnswer(answer, { from: tickets(), now: now(), said: () => undefined });
      const isRefusal =
        [400, 401, 403].includes(status) && failure.kind !== 'gateway' && failure.kind !== 'busy';
      throw new FailedError(isRefusal ? { kind: 'sign-in-refused', status } : failure);
    }
    if (body.is === 'page') throw new FailedError({ kind: 'web-page', status });
    const ticket = ticketSchema.safeParse(body.is === 'json' ? body.value : undefined);
    if (!ticket.success)
      throw new FailedError({ kind: 'protocol', status, detail: phrase('failureDetails.answer.noTicket') });
    return { value: withTicket(ticket.data.entry.id), isTicket: true };
  }

  /** The one sign-in that is under way, begun now if there is none. */
  function shared(begin: () => ReturnType<typeof signIn>, signal: AbortSignal): Promise<string> {
    if (refusal) return Promise.reject(refusal);
    if (!flight) {
      const mine = generation;
      const begun = begin()
        .then(
          (got) => {
            if (mine === generation) {
              current = got.value;
              isTicket = got.isTicket;
            }
            return got.value;
          },
          (error: unknown) => {
            if (
              mine === generation &&
              error instanceof FailedError &&
              error.failure.kind === 'sign-in-refused'
            ) {
              refusal = error;
            }
            throw error;
          },
        )
        .finally(() => {
          if (flight === begun) flight = null;
        });
      flight = begun;
    }
    return waitFor(flight, signal);
  }

  const refuse = (failure: FailedError): FailedError => {
    refusal = failure;
    current = null;
    return failure;
  };

  return {
    ready: async () => {
      if (refusal) throw refusal;
      if (current === null) await storedSecret(secrets, connection);
    },
    authorization: async (options) => {
      if (refusal) throw refusal;
      return current ?? shared(() => signIn(options.priority), options.signal);
    },
    renew: async (refused, { priority, signal }) => {
      if (refusal) throw refusal;
      if (current !== null && current !== refused) return current;
      if (current === refused && !isTicket)
        throw refuse(new FailedError({ kind: 'sign-in-refused', status: 401 }));
      const takesNone = current === refused && isReplacement;
      // Whoever comes while another one signs in anew waits for the same.
      if (!flight) isReplacement = !takesNone;
      current = null;
      return shared(takesNone ? withPassword : () => signIn(priority), signal);
    },
    accept: (value) => {
      if (current === value) isReplacement = false;
    },
    drop: (value) => {
      if (current === value) refuse(new FailedError({ kind: 'sign-in-needed', status: 401 }));
    },
    forget: () => {
      generation += 1;
      current = null;
      isTicket = true;
      isReplacement = false;
      refusal = null;
      flight = null;
    },
  };
}
