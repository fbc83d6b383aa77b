import { fileURLToPath } from 'node:url';

/**
 * Lets every program that the tests start keep its compiled modules (`NODE_COMPILE_CACHE`), which halves the time of a
 * start. To be imported before anything is started.
 */
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));
