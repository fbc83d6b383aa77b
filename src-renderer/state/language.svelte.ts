import { screenTexts } from '../../src-shared/language/en/screen.ts';
import {
  addTexts,
  directionNow,
  languageNow,
  languageOf,
  onReading,
  speak,
} from '../../src-shared/language/index.ts';
import type { Language, LanguageChoice } from '../../src-shared/language/index.ts';

/** The catalogues that aren't loaded with the page. */
const files: Record<Exclude<Language, 'en'>, () => Promise<void>> = {
  de: async () => {
    const { screenTexts } = await import('../../src-shared/language/de/screen.ts');
    addTexts('de', () => screenTexts);
  },
  'ar-XB': async () => {
    const { pseudoOf } = await import('../../src-shared/language/pseudo.ts');
    addTexts('ar-XB', () => pseudoOf(screenTexts));
  },
};

/** The language of the screen. Whatever shows a text or a number is drawn anew when it changes. */
export class LanguageState {
  /** Raised by every change; each text that is made reads it. */
  #edition = $state(0);
  #choice: LanguageChoice = 'system';

  constructor() {
    onReading(() => void this.#edition);
  }

  /**
   * Speaks what was chosen, or what the browser prefers, once its texts are there. Rejects where they can't be loaded; it
   * goes on in the language of before.
   */
  async speak(choice: LanguageChoice): Promise<void> {
    this.#choice = choice;
    const language = languageOf(choice, navigator.languages);
    if (language !== 'en') await files[language]();
    // Another one was chosen meanwhile.
    if (choice !== this.#choice) return;
    speak(choice, navigator.languages);
    this.#edition += 1;
    document.documentElement.lang = languageNow();
    document.documentElement.dir = directionNow();
  }

  /** Has all that can be chosen ready to be spoken. */
  async loadAll(): Promise<void> {
    await files.de();
  }
}
