import './eslint/component-types.js';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';
import kinds from './eslint/kinds.js';
import layers from './eslint/layers.js';
import ownSvelteConfig from './svelte.config.js';

// What is kept of a run has to be plain data, and parsing asks for no names of classes.
const svelteConfig = {
  ...ownSvelteConfig,
  compilerOptions: { ...ownSvelteConfig.compilerOptions, cssHash: undefined },
};

const ambient = 'Take it from a port (Clock, Random, ServerApi): the core decides, adapters touch the world.';

export default tseslint.config(
  { ignores: ['dist/', 'docs/', 'node_modules/', 'test-results/', 'tests/fixtures/'] },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  {
    plugins: { kinds, layers },
    rules: {
      'layers/imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src-renderer/**/*'],
    rules: {
      // It looks for stores, of which there are none here, and takes two fifths of the time.
      'svelte/require-store-reactive-access': 'off',
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'svelte/store', message: 'State is kept in runes ($state, $derived).' }] },
      ],
    },
  },
  {
    files: ['src-*/**/*.ts', 'src-*/**/*.svelte'],
    rules: { 'kinds/by-table': 'error' },
  },
  {
    files: ['src-shared/**/*.ts', 'src-main/core/**/*.ts', 'src-main/desktop/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'fetch',
          'setTimeout',
          'setInterval',
          'setImmediate',
          'queueMicrotask',
          'self',
          'performance',
          'crypto',
          'process',
          'Buffer',
        ].map((name) => ({ name, message: ambient })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: ambient },
        { object: 'Math', property: 'random', message: ambient },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: ambient },
      ],
    },
  },
  {
    files: ['src-*/**/*.ts', 'src-*/**/*.svelte', 'scripts/**/*.ts'],
    rules: { 'layers/verified': 'error' },
  },
  {
    files: ['src-main/hosts/electron/**/*.ts'],
    ignores: ['src-main/hosts/electron/ipc.ts', 'src-main/hosts/electron/preload.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'electron',
              importNames: ['contextBridge', 'ipcMain', 'ipcRenderer', 'webFrameMain'],
              message: 'Messages go through ipc.ts and preload.ts: add a call to src-shared/contract.ts.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src-main/hosts/electron/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='send'][callee.object.property.name='webContents']",
          message: 'Messages go through ipc.ts: add an event to src-shared/contract.ts.',
        },
        {
          selector:
            'Property[key.name=/^(webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures)$/]',
          message: 'Electron’s default is the safe one (its security checklist, items 6, 8, 9 and 10).',
        },
      ],
    },
  },
  {
    files: ['src-renderer/**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, svelteConfig } },
  },
  // What has to know types is asked here of components alone: of modules oxlint asks it (.oxlintrc.json), five times as fast.
  {
    files: ['src-renderer/**/*.svelte'],
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
        svelteConfig,
      },
    },
    rules: {
      ...tseslint.configs.recommendedTypeCheckedOnly.at(-1).rules,
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['*.config.{js,ts}', '{eslint,.ci,scripts}/**/*.js', 'tests/*/vite.config.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
);
