import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { connection } from '../fakes/scripted-app.ts';
import { builtOn } from '../../src-renderer/views/settings/open-source-libraries.ts';
import { reportDetails } from '../../src-shared/diagnostics.ts';

const read = (path: string): { license: string; dependencies: Record<string, string> } =>
  JSON.parse(readFileSync(path, 'utf8')) as never;
const root = new URL('../../', import.meta.url).pathname;

test('what Ferry says it is built on is what it ships, with the licences of the packages', () => {
  const { dependencies } = read(`${root}package.json`);
  const shipped = Object.keys(dependencies).map((name) => ({
    name,
    license: read(`${root}node_modules/${name}/package.json`).license,
  }));
  expect(builtOn).toEqual(expect.arrayContaining(shipped));
});

test('details for a report tell versions and kinds, and no name, address, account or path', () => {
  const text = reportDetails({
    version: '1.2.3',
    about: { platform: 'linux 6.1.0 x64', versions: { Node: '24.1.0' } },
    browser: 'Browser/1',
    settings: { language: 'de', theme: 'dark' },
    connections: [
      connection({ id: 'records', name: 'Secret project' }),
      connection({ id: 'other', name: 'Other', state: { is: 'unknown' } }),
    ],
  });
  expect(text).toBe(
    [
      'Ferry 1.2.3',
      'System: linux 6.1.0 x64',
      'Node: 24.1.0',
      'Screen: Browser/1',
      'Language: de, theme: dark',
      'Servers: alfresco, Alfresco 7.4.0 (Community); alfresco, unknown',
    ].join('\n'),
  );
  expect(text).not.toMatch(/alice|Secret|example\.com/);
});
