/**
 * All texts in all languages, for hosts and tests. The screen loads what it speaks (`src-renderer/state/language.svelte.ts`), and
 * says nothing of what only hosts say.
 */
import { de } from './de/index.ts';
import { en } from './en/index.ts';
import { addTexts } from './index.ts';
import { pseudoOf } from './pseudo.ts';

addTexts('en', () => en);
addTexts('de', () => de);
addTexts('ar-XB', () => pseudoOf(en));
