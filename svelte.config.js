import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** Components by the class that keeps their styles to themselves. */
const owners = new Map();

export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    // It compresses badly and stands in styles and scripts alike: as short as tells all components apart.
    cssHash({ hash, css, filename = css }) {
      const name = `s${hash(filename).slice(-3)}`;
      const owner = owners.get(name) ?? filename;
      if (owner !== filename)
        throw new Error(`${owner} and ${filename} have the class ${name}: take one more character.`);
      owners.set(name, owner);
      return name;
    },
  },
};
