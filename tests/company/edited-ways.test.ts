import { expect, test } from 'vitest';
import { createServers } from '../../src-main/adapters/servers/index.ts';
import type { Connection } from '../../src-shared/connection.ts';
import { startRawAlfresco } from '../faults/raw-alfresco.ts';
import { companyAuthorities, companyFile, companyServer } from './company-tls.ts';
import { failureOf, openLine } from './company-world.ts';
import { startProxy } from './proxies.ts';

test('an edit of the way to a server takes effect at once; what is no way there keeps the server that is known', async () => {
  const [alfresco, proxy] = [
    await startRawAlfresco({ tls: companyServer('company-server', 'company-issuing') }),
    await startProxy(),
  ];
  const { connection } = alfresco;
  const { secrets } = await openLine(connection, { password: alfresco.password });
  const servers = createServers({ secrets });
  const { signal } = new AbortController();
  const probe = (edited: Connection) => servers.api(edited).probe({ signal });
  expect(await failureOf(probe(connection))).toMatchObject({ kind: 'untrusted' });
  const trusted = { ...connection, authorities: companyAuthorities('company-root.crt') };
  expect(await probe(trusted)).toMatchObject({ account: 'ada' });
  expect(servers.api({ ...trusted, name: 'Archive' })).toBe(servers.api(trusted));
  const proxied: Connection = { ...trusted, proxy: { use: 'own', url: proxy.url, user: '' } };
  expect(await probe(proxied)).toMatchObject({ account: 'ada' });
  expect(proxy.asked).toContain(`127.0.0.1:${alfresco.server.port}`);
  const shown = { ...proxied, clientCertificate: { file: companyFile('company-root.crt') } };
  expect(await failureOf(probe(shown))).toMatchObject({ kind: 'client-certificate' });
  expect(await failureOf(probe(connection))).toMatchObject({ kind: 'untrusted' });
});
