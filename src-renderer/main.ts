import '../src-shared/jitless.ts';
import './tokens.css';
import './base.css';
import { mount } from 'svelte';
import { createClient } from './client.ts';
import { AppState } from './state/app.svelte.ts';
import Shell from './views/Shell.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('The page has no place for the app.');
mount(Shell, { target, props: { app: new AppState(createClient()) } });
