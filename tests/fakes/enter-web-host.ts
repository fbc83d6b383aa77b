import { WebSocket } from 'ws';
import { connect } from '../../src-shared/rpc-client.ts';
import type { Client } from '../../src-shared/rpc-client.ts';
import { overSocket } from '../../src-shared/rpc-wire.ts';
import {
  sessionAnswerSchema,
  sessionPath,
  socketPath,
  socketProtocols,
  ticketAnswerSchema,
  ticketPath,
} from '../../src-shared/web-access.ts';

/** Comes into a web host as a page does, with the address that it printed. `leave` ends it. */
export async function enterWebHost(address: string): Promise<{ client: Client; leave: () => void }> {
  const { origin, host, hash } = new URL(address);
  const post = async (path: string, token: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', origin };
    const response = await fetch(`${origin}${path}`, { method: 'POST', headers, body: '{}' });
    if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
    return response.json();
  };
  const { session } = sessionAnswerSchema.parse(await post(sessionPath, hash.slice(1)));
  const { ticket } = ticketAnswerSchema.parse(await post(ticketPath, session));
  const socket = new WebSocket(`ws://${host}${socketPath}`, socketProtocols(ticket), { headers: { origin } });
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  return {
    client: connect(overSocket(socket), { after: () => () => {} }),
    leave: () => socket.terminate(),
  };
}
