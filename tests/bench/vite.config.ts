import { fileURLToPath } from 'node:url';
import { buildOf } from '../programs/vite.config.ts';

/** Ferry's side of the benchmarks that fetch files, built as Ferry is that people get. */
const name = 'transfer-ferry';

export default buildOf({ [name]: fileURLToPath(new URL(`./${name}.ts`, import.meta.url)) }, 'bench-programs');
