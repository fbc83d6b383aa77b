/*
 * For `node --import`, before the program: Node keeps what it compiles, and a later start takes a third less memory and half
 * the time, as it needs no reader of TypeScript. In JavaScript, for that would need one. Where nothing can be kept, nothing
 * is.
 */
import module from 'node:module';
import { fileURLToPath } from 'node:url';

module.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url)));
