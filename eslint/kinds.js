import { readdirSync } from 'node:fs';

const folder = new URL('../src-shared/kinds/', import.meta.url);

/** The kinds of servers, by the files that describe them: `kind-alfresco.ts`. */
export const kinds = readdirSync(folder)
  .map((file) => /^kind-(.+)\.ts$/.exec(file)?.[1])
  .filter((name) => name !== undefined && name !== 'row' && name !== 'table');

/** Where a kind may be called by its name: files named after kinds, the adapters of a kind, the demo servers. */
const isHome = (file) =>
  file.split('/').at(-1).startsWith('kind') ||
  file.startsWith('src-main/demo/') ||
  kinds.some((kind) => file.startsWith(`src-main/adapters/servers/${kind}`));

/** ESLint plugin with the one rule `kinds/by-table`: what depends on a kind of server is looked up, never compared. */
export default {
  rules: {
    'by-table': {
      meta: { type: 'problem', schema: [] },
      create(context) {
        const file = context.filename
          .replaceAll('\\', '/')
          .replace(`${context.cwd.replaceAll('\\', '/')}/`, '');
        if (!file.startsWith('src-') || isHome(file)) return {};
        const check = (node, value) => {
          if (kinds.includes(value))
            context.report({
              node,
              message: `Look it up by kind, in a file whose name begins with “kind”: “${value}” would have to be found here by whoever adds a kind.`,
            });
        };
        return {
          Literal: (node) => check(node, node.value),
          // An attribute in markup.
          SvelteLiteral: (node) => check(node, node.value),
          TemplateElement: (node) => check(node, node.value.cooked),
        };
      },
    },
  },
};
