import './tokens.css';
import './base.css';
import { mount } from 'svelte';
import { createClient } from './client.ts';
import { AppState } from './state/app.svelte.ts';
import Shell from './views/shell/Shell.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('The page has no place for the app.');
const app = new AppState(createClient());
const draw = (): void => {
  // In a task of its own: to read the program is one long enough, and the way to the app opens meanwhile.
  setTimeout(() => mount(Shell, { target, props: { app } }));
};
// Where the texts of the browser's language can't be loaded, English is spoken.
app.language.speak('system').then(draw, draw);
