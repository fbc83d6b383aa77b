import { app } from 'electron';
import type { EventData } from '../../../src-shared/contract.ts';
import '../../../src-shared/language/all.ts';
import { languageNow, speak } from '../../../src-shared/language/index.ts';
import type { LanguageChoice } from '../../../src-shared/language/index.ts';
import type { Served } from '../../../src-shared/rpc.ts';

/** Speaks what was chosen, or what the system prefers. After the app is ready. */
export function speakAsChosen(choice: LanguageChoice): void {
  speak(choice, app.getPreferredSystemLanguages());
}

/** Calls the listener at once, and whenever the settings have chosen another language. */
export function followLanguage(core: Served, listener: () => void): void {
  listener();
  core.subscribe((name, data) => {
    if (name !== 'settings.changed') return;
    const before = languageNow();
    speakAsChosen((data as EventData<'settings.changed'>).settings.language);
    if (languageNow() !== before) listener();
  });
}
