import type { ConnectionView } from '../../src-shared/contract.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { connection } from '../fakes/scripted-app.ts';
import type { Script } from '../fakes/scripted-app.ts';
import { serverMenu } from './screen-parts.ts';
import type { Screen } from './screen-parts.ts';
import { busy } from './scripts.ts';

const certificate = {
  subject: 'records.example.com',
  issuer: 'Example Corp Issuing CA 3',
  validFrom: Date.UTC(2026, 0, 12),
  validTo: Date.UTC(2027, 0, 12),
  fingerprint:
    '9C:41:0E:77:B2:5D:8A:13:6F:90:E4:2B:C8:57:1D:A6:03:BE:94:58:7A:2C:D1:F0:6E:35:89:4B:E7:12:AC:5F',
};
const oidc = { by: 'oidc', issuer: 'https://sso.example.com', clientId: 'ferry', scope: '' } as const;

const withServer = (now: number, server: Partial<ConnectionView>): Partial<Script> & { now: number } => ({
  ...busy(now),
  connections: [connection({ ...server, id: 'records', name: 'Records Alfresco' })],
});
const german = ['german'] as const;

/** What company networks ask of the user. */
export const companyScreens: Screen[] = [
  {
    name: 'server-company',
    also: german,
    script: (now) => ({
      now,
      offer: { ...oidc, canDevice: true, foundBy: 'workspace' },
    }),
    go: async (page) => {
      await page.getByRole('button', { name: 'Add a server' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Add a server' });
      await dialog.getByLabel('Address').fill('https://records.example.com/share');
      await page.keyboard.press('Tab');
      await dialog.getByText('Your company signs in at').waitFor();
    },
  },
  {
    name: 'server-more',
    also: german,
    script: (now) =>
      withServer(now, {
        proxy: { use: 'own', url: 'http://proxy.example.com:8080', user: 'alice' },
        authorities: [certificate],
      }),
    go: async (page) => {
      await serverMenu(page, 'Records Alfresco', 'Edit');
      await page.getByRole('button', { name: /More: proxy/ }).click();
    },
  },
  {
    name: 'server-certificates',
    also: german,
    script: (now) =>
      withServer(now, { authorities: [certificate], clientCertificate: { file: '/home/alice/alice.p12' } }),
    go: async (page) => {
      await serverMenu(page, 'Records Alfresco', 'Edit');
      await page.getByRole('button', { name: /More: proxy/ }).click();
      await page.getByLabel('Passphrase of the client certificate').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'sign-in-company',
    also: german,
    script: (now) => withServer(now, { signIn: oidc, user: '' }),
    go: async (page) => {
      await serverMenu(page, 'Records Alfresco', 'Sign in');
      await page.getByRole('button', { name: 'Open the page' }).click();
      await page.getByText('Waiting for sso').waitFor();
    },
  },
  {
    name: 'sign-in-company-begin',
    also: german,
    script: (now) => withServer(now, { signIn: oidc, user: '' }),
    go: (page) => serverMenu(page, 'Records Alfresco', 'Sign in'),
  },
  {
    name: 'sign-in-device',
    also: german,
    script: (now) => withServer(now, { signIn: oidc, user: '' }),
    go: async (page) => {
      await serverMenu(page, 'Records Alfresco', 'Sign in');
      await page.getByRole('button', { name: 'On another device' }).click();
      await page.getByText('WDJB-MJHT').waitFor();
    },
  },
  {
    name: 'sign-in-refused',
    also: german,
    script: (now) => ({
      ...withServer(now, { signIn: oidc, user: '' }),
      failing: {
        'connections.beginSignIn': {
          kind: 'sign-in-refused',
          detail: phrase('failureDetails.provider.refused', {
            ...{ host: 'sso.example.com', said: 'redirect address not allowed' },
          }),
        },
      },
    }),
    go: async (page) => {
      await serverMenu(page, 'Records Alfresco', 'Sign in');
      await page.getByRole('button', { name: 'Open the page' }).click();
      await page.getByRole('button', { name: 'Copy the text' }).waitFor();
    },
  },
  {
    name: 'proxy-sign-in',
    also: german,
    script: (now) =>
      withServer(now, {
        state: {
          is: 'needsSignIn',
          failure: { kind: 'proxy-sign-in', at: 'proxy.example.com:8080', status: 407 },
          since: now,
        },
      }),
    go: (page) => serverMenu(page, 'Records Alfresco', 'Sign in'),
  },
  {
    name: 'secrets-unlock',
    also: german,
    script: (now) => ({
      ...withServer(now, {
        secret: 'sealed',
        state: { is: 'needsSignIn', failure: { kind: 'secret-missing' }, since: now },
      }),
      secretsFile: 'closed',
      failing: {
        'secretsFile.unlock': { kind: 'invalid-input', detail: phrase('validationErrors.secretsFile.wrong') },
      },
    }),
    go: async (page) => {
      await page.getByLabel('Passphrase').fill('not this one');
      await page.getByRole('button', { name: 'Unlock', exact: true }).click();
      await page.getByRole('alert').filter({ hasText: 'passphrase' }).waitFor();
    },
  },
  {
    name: 'secrets-sealed',
    also: german,
    script: (now) => ({
      ...withServer(now, {
        secret: 'sealed',
        state: { is: 'needsSignIn', failure: { kind: 'secret-missing' }, since: now },
      }),
      secretsFile: 'closed',
    }),
    go: async (page) => {
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('button', { name: 'Unlock …' }).waitFor();
    },
  },
  {
    name: 'secrets-anew',
    also: german,
    script: (now) => ({ ...busy(now), secretsFile: 'closed' }),
    go: async (page) => {
      await page.getByRole('button', { name: 'Passphrase forgotten?' }).click();
      await page.getByRole('button', { name: 'Remove the file' }).waitFor();
    },
  },
  {
    name: 'secrets-make',
    also: german,
    script: (now) => ({
      ...withServer(now, { state: { is: 'needsSignIn', failure: { kind: 'secret-missing' }, since: now } }),
      secretsFile: 'none',
    }),
    go: async (page) => {
      await page.getByRole('button', { name: 'Sign in', exact: true }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Password').fill('secret');
      await dialog.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Keep it in a file …' }).click();
      await page.getByLabel('Once more').waitFor();
    },
  },
  {
    name: 'trust',
    also: german,
    script: (now) =>
      withServer(now, {
        state: {
          is: 'untrusted',
          failure: {
            kind: 'untrusted',
            detail: { name: 'failureDetails.certificate.unknownAuthority', values: {} },
            certificate,
          },
          since: now,
        },
      }),
    sizes: [{ width: 1280, height: 800 }],
    go: async (page) => {
      await page
        .getByRole('button', { name: /server/i })
        .last()
        .click();
      await page.getByRole('button', { name: 'Look at it' }).click();
    },
  },
];
