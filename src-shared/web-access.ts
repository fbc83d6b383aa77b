/**
 * How a page gets into the web host, as both sides know it. The address that the host prints ends in `#<token>`.
 * The page sends that token once as `Authorization: Bearer <token>` to `POST /session` and takes the fragment out of
 * the address; it keeps the session token that comes back for its tab. Before each socket it sends the session token
 * the same way to `POST /ticket` and opens the socket with the two sub-protocols of `socketProtocols`.
 * Both posts carry `Content-Type: application/json` and the body `{}`; 401 means that the token is not (or no longer)
 * good, 429 that there were too many wrong ones.
 */
import { z } from 'zod';

export const sessionPath = '/session';
export const ticketPath = '/ticket';
export const socketPath = '/socket';

export const sessionAnswerSchema = z.object({ session: z.string().max(100) });
export const ticketAnswerSchema = z.object({ ticket: z.string().max(100) });

/** The sub-protocol that the host agrees to. */
export const protocolName = 'ferry.1';
const ticketPrefix = 'ticket.';

/** The sub-protocols to open a socket with. */
export function socketProtocols(ticket: string): string[] {
  return [protocolName, `${ticketPrefix}${ticket}`];
}

/** The ticket among a socket's offered sub-protocols, or null when they aren't exactly ours. */
export function ticketIn(protocols: string): string | null {
  const [name, ticket, ...rest] = protocols.split(',').map((part) => part.trim());
  if (name !== protocolName || !ticket?.startsWith(ticketPrefix) || rest.length > 0) return null;
  return ticket.slice(ticketPrefix.length);
}
