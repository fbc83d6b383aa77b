import { ESLint } from 'eslint';
import { describe, expect, it, test } from 'vitest';
import { connectionKinds } from '../../src-shared/kinds/kinds.ts';

// Each fixture is a line that somebody could write in that file by mistake.
const forbidden: [file: string, code: string, rule: string][] = [
  ['src-shared/job/job.ts', "import 'node:fs';", 'layers/imports'],
  ['src-shared/job/job.ts', "import 'svelte';", 'layers/imports'],
  ['src-shared/job/job.ts', "import '../../src-main/core/app.ts';", 'layers/imports'],
  ['src-shared/job/job.ts', 'export const later = setTimeout;', 'no-restricted-globals'],
  ['src-shared/job/job.ts', 'export const page = fetch;', 'no-restricted-globals'],
  ['src-main/core/app.ts', "export const isIt = (kind: string) => kind === 'bridge';", 'kinds/by-table'],
  ['src-main/hosts/cli/get.ts', 'export const kind = `alfresco`;', 'kinds/by-table'],
  ['src-shared/job/job.ts', "export const kinds = new Set(['alfresco']);", 'kinds/by-table'],
  [
    'src-renderer/state/batches.ts',
    "export const isIt = (kind: string) => kind === 'bridge';",
    'kinds/by-table',
  ],
  [
    'src-renderer/components/Mark.svelte',
    "<script>let { kind } = $props();</script>{#if kind === 'bridge'}B{/if}",
    'kinds/by-table',
  ],
  ['src-renderer/components/Mark.svelte', '<div data-kind="alfresco"></div>', 'kinds/by-table'],
  ['src-main/core/app.ts', "import 'node:path';", 'layers/imports'],
  ['src-main/core/app.ts', "import 'zod';", 'layers/imports'],
  ['src-main/core/app.ts', "import '../adapters/log.ts';", 'layers/imports'],
  ['src-main/core/app.ts', 'export const at = Date.now();', 'no-restricted-properties'],
  ['src-main/core/app.ts', 'export const at = new Date();', 'no-restricted-syntax'],
  ['src-main/core/app.ts', 'export const dice = Math.random();', 'no-restricted-properties'],
  ['src-main/core/app.ts', 'export const scope = self;', 'no-restricted-globals'],
  ['src-main/desktop/closing.ts', "import 'electron';", 'layers/imports'],
  ['src-main/desktop/closing.ts', "import 'node:os';", 'layers/imports'],
  ['src-main/desktop/closing.ts', 'export const system = process.platform;', 'no-restricted-globals'],
  ['src-shared/job/job.ts', "import { t } from '../language/index.ts';", 'layers/imports'],
  ['src-shared/contract.ts', "import './format.ts';", 'layers/imports'],
  ['src-main/core/app.ts', "import { t } from '../../src-shared/language/index.ts';", 'layers/imports'],
  ['src-main/core/app.ts', "import '../../src-shared/failures/failure-words.ts';", 'layers/imports'],
  ['src-main/adapters/log.ts', "import '../../src-shared/language/translate.ts';", 'layers/imports'],
  ['src-main/demo/alfresco/tree.ts', "import '../../../src-shared/job/waiting-words.ts';", 'layers/imports'],
  ['src-main/adapters/log.ts', "import '../core/app.ts';", 'layers/imports'],
  ['src-main/adapters/log.ts', "import 'electron';", 'layers/imports'],
  ['src-main/adapters/log.ts', "import 'got';", 'layers/imports'],
  ['src-main/adapters/log.ts', "import 'node:sqlite';", 'layers/imports'],
  ['src-main/adapters/log.ts', "import 'keytar';", 'layers/imports'],
  ['src-main/adapters/log.ts', "import '../demo/main.ts';", 'layers/imports'],
  ['src-main/adapters/log.ts', 'export const tls = { rejectUnauthorized: false };', 'layers/verified'],
  ['src-main/hosts/cli/main.ts', "process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';", 'layers/verified'],
  ['src-main/adapters/log.ts', "import 'openid-client';", 'layers/imports'],
  ['src-main/demo/alfresco/server.ts', "import '../../adapters/log.ts';", 'layers/imports'],
  ['src-main/hosts/cli/main.ts', "import 'electron';", 'layers/imports'],
  ['src-main/hosts/cli/main.ts', "await import('electron');", 'layers/imports'],
  ['src-main/hosts/cli/main.ts', "import 'electron-store';", 'layers/imports'],
  ['src-main/hosts/electron/main.ts', "import { ipcMain } from 'electron';", 'no-restricted-imports'],
  ['src-main/hosts/electron/run.ts', "window.webContents.send('a', 'b');", 'no-restricted-syntax'],
  [
    'src-main/hosts/electron/app-window.ts',
    'export const all = { webSecurity: false };',
    'no-restricted-syntax',
  ],
  ['src-renderer/client.ts', "import 'node:fs';", 'layers/imports'],
  ['src-renderer/client.ts', "import 'got';", 'layers/imports'],
  ['src-renderer/client.ts', "export * from '../src-main/core/ports.ts';", 'layers/imports'],
  ['src-renderer/client.ts', "import './state/app.svelte.ts';", 'layers/imports'],
  ['src-renderer/presentation/dates.ts', "import '../state/app.svelte.ts';", 'layers/imports'],
  ['src-renderer/presentation/dates.ts', "import 'svelte';", 'layers/imports'],
  ['src-renderer/table/columns.ts', "import '../components/menu-types.ts';", 'layers/imports'],
  ['src-renderer/components/menu-types.ts', "import '../state/app.svelte.ts';", 'layers/imports'],
  ['src-renderer/components/menu-types.ts', "import '../views/jobs/job-keys.ts';", 'layers/imports'],
  ['src-renderer/state/batches.ts', "import '../views/jobs/job-keys.ts';", 'layers/imports'],
  ['src-renderer/state/batches.ts', "import '../components/menu-types.ts';", 'layers/imports'],
  ['src-renderer/views/jobs/job-keys.ts', "import '../../client.ts';", 'layers/imports'],
  ['src-renderer/views/jobs/job-keys.ts', "import 'layercake';", 'layers/imports'],
  ['src-renderer/views/history/plots/charts.ts', "import '../../../state/app.svelte.ts';", 'layers/imports'],
];
const allowed: [file: string, code: string][] = [
  ['src-shared/kinds/kind-table.ts', "export const first = 'alfresco';"],
  ['src-main/adapters/servers/bridge-client.ts', "export const kind = 'bridge';"],
  ['src-main/core/app.ts', "export const name = 'Alfresco';"],
  ['src-shared/job/job.ts', "import 'zod';"],
  ['src-main/core/app.ts', "import '../../src-shared/job/job.ts';"],
  ['src-main/core/app.ts', "import { phrase } from '../../src-shared/language/phrase.ts';"],
  ['src-main/hosts/cli/main.ts', "import { t } from '../../../src-shared/language/index.ts';"],
  ['src-shared/format.ts', "import { t } from './language/translate.ts';"],
  ['src-main/adapters/log.ts', "import '../core/ports.ts';"],
  ['src-main/adapters/log.ts', "import 'node:fs';"],
  ['src-main/adapters/servers/http.ts', "import 'got';"],
  ['src-main/adapters/store/database.ts', "import 'node:sqlite';"],
  ['src-main/hosts/electron/main.ts', "import 'electron';"],
  ['src-main/hosts/electron/ipc.ts', "import { ipcMain } from 'electron';"],
  ['src-renderer/main.ts', "import 'svelte';"],
  ['src-renderer/views/history/plots/charts.ts', "import 'layercake';"],
  ['src-renderer/state/batches.ts', "import '../client.ts';"],
  ['src-renderer/views/jobs/job-keys.ts', "import '../../state/app.svelte.ts';"],
];

const rules = [
  'kinds/by-table',
  'layers/verified',
  'layers/imports',
  'no-restricted-globals',
  'no-restricted-imports',
  'no-restricted-properties',
  'no-restricted-syntax',
];
// The rules under test need no types: the type-aware ones would want every fixture to be part of a project.
const eslint = new ESLint({
  ruleFilter: ({ ruleId }) => rules.includes(ruleId),
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});

async function found(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file });
  return result!.messages.map((message) => message.ruleId ?? message.message);
}

describe('the layers', () => {
  it.each(forbidden)('refuse in %s: %s', async (file, code, rule) => {
    expect(await found(file, code)).toContain(rule);
  });

  it.each(allowed)('allow in %s: %s', async (file, code) => {
    expect(await found(file, code)).toEqual([]);
  });
});

test.each(connectionKinds)('%s is a kind of server that no other file may name', async (kind) => {
  expect(await found('src-main/core/app.ts', `export const kind = '${kind}';`)).toEqual(['kinds/by-table']);
});
