/**
 * Who may import whom: one table, read by the lint rule below and by nothing else.
 *
 * The first row whose `in` is a prefix of a file's path decides for that file. `local` lists the path
 * prefixes inside the repository that it may import besides its own folder; `packages` the outside
 * packages (`node:` means every Node built-in, `*` means any package but those in `reserved`).
 */
export const layers = [
  { in: 'src-shared/', local: [], packages: ['zod', 'i18next'] },
  { in: 'src-main/core/', local: ['src-shared/'], packages: [] },
  {
    in: 'src-main/adapters/',
    local: ['src-shared/', 'src-main/core/ports.ts', 'src-main/core/ports/'],
    packages: ['node:', '*'],
  },
  { in: 'src-main/desktop/', local: ['src-shared/', 'src-main/core/'], packages: [] },
  { in: 'src-main/demo/', local: ['src-shared/'], packages: ['node:', '*'] },
  {
    in: 'src-main/hosts/electron/',
    local: ['src-shared/', 'src-main/'],
    packages: ['node:', 'electron', '*'],
  },
  {
    in: 'src-main/hosts/',
    local: ['src-shared/', 'src-main/', 'package.json'],
    packages: ['node:', '*'],
  },
  // The renderer's own layers: views know the state, components and presentation don't, and only state knows the client.
  { in: 'src-renderer/presentation/', local: ['src-shared/'], packages: [] },
  { in: 'src-renderer/table/', local: ['src-shared/', 'src-renderer/presentation/'], packages: [] },
  {
    in: 'src-renderer/components/',
    local: ['src-shared/', 'src-renderer/presentation/', 'src-renderer/table/'],
    packages: ['svelte', 'bits-ui', '@lucide/svelte', 'tabbable'],
  },
  {
    in: 'src-renderer/state/',
    local: [
      'src-shared/',
      'src-renderer/presentation/',
      'src-renderer/table/',
      'src-renderer/client.ts',
      'src-renderer/persisted-text.ts',
    ],
    packages: ['svelte'],
  },
  {
    in: 'src-renderer/views/history/plots/',
    local: ['src-shared/', 'src-renderer/components/', 'src-renderer/presentation/'],
    packages: ['svelte', 'layercake', 'd3-scale'],
  },
  {
    in: 'src-renderer/views/',
    local: [
      'src-shared/',
      'src-renderer/components/',
      'src-renderer/presentation/',
      'src-renderer/state/',
      'src-renderer/table/',
    ],
    packages: ['svelte', 'bits-ui', '@lucide/svelte', 'tabbable'],
  },
  { in: 'src-renderer/client.ts', local: ['src-shared/', 'src-renderer/persisted-text.ts'], packages: [] },
  { in: 'src-renderer/', local: ['src-shared/'], packages: ['svelte'] },
];

/** Packages that belong to one place only: the prefix of the paths that may import them. */
export const reserved = {
  electron: 'src-main/hosts/electron/',
  'electron-updater': 'src-main/hosts/electron/updates.ts',
  'electron-store': 'src-main/hosts/electron/config.ts',
  got: 'src-main/adapters/servers/http.ts',
  'openid-client': 'src-main/adapters/servers/oidc/provider.ts',
  'proxy-from-env': 'src-main/adapters/proxies-env.ts',
  'node:sqlite': 'src-main/adapters/store/',
  keytar: 'src-main/adapters/secrets-keytar.ts',
};

/**
 * Modules that make words in the language that is spoken. What is stored and sent is a phrase; it is said where it is
 * shown.
 */
export const speaking = {
  modules: [
    'src-shared/language/index.ts',
    'src-shared/language/translate.ts',
    'src-shared/format.ts',
    'src-shared/failures/failure-words.ts',
    'src-shared/failures/kind-failure-words.ts',
    'src-shared/job/waiting-words.ts',
    'src-shared/job/total-words.ts',
  ],
  // Receipts are documents for people, made where a host asks for them.
  by: [
    'src-shared/history/receipt',
    'src-shared/history/kind-receipts.ts',
    'src-shared/language/',
    'src-renderer/',
    'src-main/hosts/',
    'src-main/desktop/',
    'src-main/demo/main.ts',
  ],
};

const packageOf = (specifier) =>
  specifier.startsWith('node:')
    ? specifier
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');

const resolve = (file, specifier) => {
  const parts = file.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
};

/** The reason why `file` may not import `specifier`, or null. Paths are relative to the repository's root. */
export function whyNot(file, specifier) {
  const layer = layers.find((row) => file.startsWith(row.in));
  if (!layer) return null;
  if (specifier.startsWith('.')) {
    const target = resolve(file, specifier);
    const { modules, by } = speaking;
    if (modules.includes(target) && ![...modules, ...by].some((prefix) => file.startsWith(prefix)))
      return `${target} makes words, and nobody reads here. Hand on a phrase (src-shared/language/phrase.ts).`;
    if ([layer.in, ...layer.local].some((prefix) => target.startsWith(prefix))) return null;
    return `${layer.in} may not import ${target}: it may import ${[layer.in, ...layer.local].join(', ')}. Pass what you need in through a port, or move the code.`;
  }
  const name = packageOf(specifier);
  const home = reserved[name];
  if (home)
    return file.startsWith(home) ? null : `Only ${home} may import ${name}. Use what that place exports.`;
  const allowed = layer.packages.some(
    (entry) =>
      entry === name ||
      (entry === 'node:' && name.startsWith('node:')) ||
      (entry === '*' && !name.startsWith('node:')),
  );
  return allowed
    ? null
    : `${layer.in} may not import ${name}. Allowed packages: ${layer.packages.join(', ') || 'none'}.`;
}

/** What turns the verification of certificates off, or judges them in place of TLS. */
const unverified =
  /^(rejectUnauthorized|checkServerIdentity|setCertificateVerifyProc|NODE_TLS_REJECT_UNAUTHORIZED)$/;
const isDeleted = (node) =>
  node.parent?.parent?.type === 'UnaryExpression' && node.parent.parent.operator === 'delete';

/** ESLint plugin: `layers/imports`, and `layers/verified`, by which whom Ferry speaks to is always verified. */
export default {
  rules: {
    verified: {
      meta: { type: 'problem', schema: [] },
      create(context) {
        const check = (node, name) => {
          if (typeof name !== 'string' || !unverified.test(name) || isDeleted(node)) return;
          const message =
            'Certificates are always verified; the user can choose a server’s authority instead.';
          context.report({ node, message });
        };
        return {
          Identifier: (node) => check(node, node.name),
          Literal: (node) => check(node, node.value),
        };
      },
    },
    imports: {
      meta: { type: 'problem', schema: [] },
      create(context) {
        const file = context.filename
          .replaceAll('\\', '/')
          .replace(`${context.cwd.replaceAll('\\', '/')}/`, '');
        const check = (node) => {
          if (typeof node.source?.value !== 'string') return;
          const message = whyNot(file, node.source.value);
          if (message) context.report({ node, message });
        };
        return {
          ImportDeclaration: check,
          ExportNamedDeclaration: check,
          ExportAllDeclaration: check,
          ImportExpression: check,
        };
      },
    },
  },
};
