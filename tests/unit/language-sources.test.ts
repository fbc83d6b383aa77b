import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { en } from '../../src-shared/language/en/index.ts';
import type { Texts } from '../../src-shared/language/catalogue.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const screen = 'src-renderer/**/*.{svelte,ts}';
const hosts = ['src-main/hosts/{cli,electron}/*.ts', 'src-main/hosts/web/{main,access-link,static-files}.ts'];
/** What these say is for logs, and for whoever reads a report. */
const forDevelopers = [
  'src-main/hosts/electron/ipc.ts',
  'src-main/hosts/electron/self-test.ts',
  'src-main/hosts/electron/self-test-{network,identity}.ts',
  'src-shared/diagnostics.ts',
];
const shared = 'src-shared/**/*.ts';
/** What goes wrong there is told to people as well, as phrases. */
const behind = ['src-main/core/**/*.ts', 'src-main/adapters/**/*.ts'];

/** A list of file extensions. */
const noTexts = [
  'src-shared/risky-file.ts',
  'src-main/adapters/servers/alfresco-query.ts',
  // The published schema describes itself, in English; the page's words come from the catalogue, its style is none.
  'src-shared/history/{receipt,receipt-page,kind-receipts}.ts',
];

/** What is called the same in every language. */
const names = new Set([
  'Ferry',
  'Ferry xx',
  'Alfresco',
  'Alfresco xx.xx.xxxx',
  'Bridge',
  'SHA-256',
  'Bits UI',
  'Layer Cake',
  'User Shell Folders',
]);
/** Attributes that nobody reads. */
const silent =
  /^(class|id|generics|d|viewBox|style|type|href|src|role|for|autocomplete|data-.*|aria-(labelledby|describedby|haspopup|live|current|orientation))$/;
/** What a person may read: attributes of elements and components, fields of objects. */
const spoken =
  /^(aria-label|aria-valuetext|title|placeholder|alt|label|listLabel|hint|description|text|about|message|what|advice|detail|status|note|unit|heading)$/;
/** Calls whose texts are for developers and machines. */
const forMachines =
  /^(Error|\w*Error|CommanderError|NotLoaded|querySelector(All)?|closest|matches|matchMedia|event|log|logFailure|report|crossing|guarded|URL|RegExp|register\w*)$/;

const sql =
  /^\s*\(?(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|PRAGMA|VACUUM|BEGIN|FROM|AND) |\b(IS NULL|DESC)\b/;

const someWords = /\p{L}{2,}[,;:.!?’”)]*\s+[(“„‘]?\p{L}{2,}/u;
const aWord = /\p{L}{2,}/u;

interface Node {
  type: string;
  start: number;
  [field: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** The tree of a Svelte file, or of a TypeScript file in the shape of one. */
function treeOf(file: string): { tree: Node; source: string } {
  const text = readFileSync(`${root}/${file}`, 'utf8');
  const source = file.endsWith('.svelte')
    ? text
    : `<script lang="ts">\n${text.replaceAll('</script>', '<\\/script>')}</script>`;
  return { tree: parse(source, { modern: true }) as unknown as Node, source };
}

function walk(node: Node, path: readonly Node[], visit: (node: Node, path: readonly Node[]) => void): void {
  visit(node, path);
  const below = [...path, node];
  for (const [field, value] of Object.entries(node)) {
    // Types say nothing at run time; style sheets nothing at all.
    if (/^(typeAnnotation|typeArguments|typeParameters|returnType|css|comments|leadingComments)$/.test(field))
      continue;
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value])
      if (isNode(child) && !child.type.startsWith('TSType') && child.type !== 'TSInterfaceDeclaration')
        walk(child, below, visit);
  }
}

const nameOf = (node: unknown): string => {
  if (!isNode(node)) return '';
  if (node.type === 'MemberExpression') return nameOf(node.property);
  const name = node.name ?? node.value;
  return typeof name === 'string' ? name : '';
};

/** The texts in a node, with what of each can be read. */
function textsOf(node: Node): string[] {
  if (node.type === 'Text') return [String(node.data)];
  if (node.type === 'Literal' && typeof node.value === 'string') return [node.value];
  if (node.type === 'TemplateLiteral') {
    const parts = (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
    // What is filled in is a word as well; alone it is none of ours.
    return parts.some((part) => aWord.test(part)) ? [parts.join('xx')] : [];
  }
  return [];
}

function isForMachines(path: readonly Node[]): boolean {
  return path.some((node, index) => {
    const next = path[index + 1];
    if (/^(Import|Export(Named|All))Declaration$/.test(node.type)) return next === node.source || !next;
    if (node.type === 'StyleDirective') return true;
    if (node.type === 'Attribute') return silent.test(String(node.name));
    if (node.type === 'CallExpression' || node.type === 'NewExpression')
      return forMachines.test(nameOf(node.callee));
    // A type, and a key that is asked for.
    return (
      /^(TS(Type|Literal|Union)|BinaryExpression$|SwitchCase$)/.test(node.type) &&
      next !== node.consequent &&
      node.operator !== '+'
    );
  });
}

/** Whether somebody will read it as it stands: the value of an attribute or a field that is for reading. */
function isSpoken(path: readonly Node[]): boolean {
  const parent = path.findLast(
    ({ type }) => !/^(ConditionalExpression|LogicalExpression|ExpressionTag)$/.test(type),
  );
  if (parent?.type === 'Attribute') return spoken.test(String(parent.name));
  if (parent?.type === 'Property') return spoken.test(nameOf(parent.key));
  return false;
}

/** Every text in a file that doesn't come from the catalogue. */
function hardCoded(file: string): string[] {
  const { tree, source } = treeOf(file);
  const found: string[] = [];
  walk(tree, [], (node, path) => {
    const parent = path.at(-1);
    if (parent?.type === 'ImportDeclaration' || (parent?.type === 'Property' && parent.key === node)) return;
    for (const text of textsOf(node)) {
      const isInTemplate = node.type === 'Text' && parent?.type !== 'Attribute';
      const rule = isInTemplate || isSpoken(path) ? aWord : someWords;
      // A key of a list or a map: `group ${id}`; a name in code: `{ status: 'state' }`.
      const isKey =
        node.type === 'TemplateLiteral'
          ? /^[a-z]+ xx$/.test(text)
          : parent?.type === 'Property' && /^[a-z]+$/.test(text);
      const isExample =
        /^(https?:\/\/|HKCU\\|\{"|<|(Bearer|Basic) |[a-z]+\/[a-z]+)/.test(text) || sql.test(text);
      if (!rule.test(text) || names.has(text.trim()) || isKey || isExample || isForMachines([...path, node]))
        continue;
      found.push(`${file}:${source.slice(0, node.start).split('\n').length} ${JSON.stringify(text.trim())}`);
    }
  });
  return found;
}

test('no text on the screen, in its words, in a terminal, around a window or out of the core is hard-coded', () => {
  const files = globSync([screen, ...hosts, shared, ...behind], {
    cwd: root,
    exclude: [...forDevelopers, ...noTexts, 'src-shared/language/**'],
  });
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap(hardCoded)).toEqual([]);
});

test('a text of the screen is made where it is shown, so that it changes with the language', () => {
  const made = globSync([screen, shared], { cwd: root, exclude: ['src-shared/language/**'] }).flatMap(
    (file) => {
      const found: string[] = [];
      const { tree, source } = treeOf(file);
      walk(tree, [], (node, path) => {
        if (node.type !== 'CallExpression' || nameOf(node.callee) !== 't') return;
        const isMadeAnew = path.some(
          (above) =>
            /Function|^(Fragment|ExpressionTag)/.test(above.type) ||
            (above.type === 'CallExpression' && source.slice(above.start).startsWith('$derived')),
        );
        if (!isMadeAnew) found.push(`${file}:${source.slice(0, node.start).split('\n').length}`);
      });
      return found;
    },
  );
  expect(made).toEqual([]);
});

test('every text is said somewhere', () => {
  const keysOf = (texts: Texts, area = ''): string[] =>
    Object.entries(texts).flatMap(([name, text]) =>
      typeof text === 'string'
        ? [`${area}${name.replace(/_(one|other)$/, '')}`]
        : keysOf(text, `${area}${name}.`),
    );
  const sources = globSync(['src-*/**/*.{svelte,ts}', 'scripts/start.ts'], {
    cwd: root,
    exclude: ['src-shared/language/**'],
  })
    .map((file) => readFileSync(`${root}/${file}`, 'utf8'))
    .join('\n');
  const literals = new Set(sources.match(/[\w-]+(\.[\w-]+)+/g));
  // `area.${name}.what` says every text that looks like that.
  const patterns = [...new Set(sources.match(/`[\w-]+\.[\w.${}()-]*\$\{[^`]*`/g))]
    .filter((text) => !text.includes(' '))
    .map(
      (text) =>
        new RegExp(
          `^${text
            .slice(1, -1)
            .replaceAll('.', '\\.')
            .replace(/\$\{.*?\}(?=[.\\]|$)/g, '[\\w-]+')}$`,
        ),
    );
  const unsaid = keysOf(en).filter(
    (key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)),
  );
  expect(unsaid).toEqual([]);
});
