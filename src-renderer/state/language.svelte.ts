import {
  directionNow,
  languageNow,
  onReading,
  pickLanguage,
  setLanguage,
} from '../../src-shared/language/index.ts';
import type { Settings } from '../../src-shared/settings.ts';

/** The language of the screen. Whatever shows a text or a number is drawn anew when it changes. */
export class LanguageState {
  /** Raised by every change; each text that is made reads it. */
  #edition = $state(0);

  constructor() {
    onReading(() => void this.#edition);
    this.speak('system');
  }

  /** Speaks what was chosen, or what the browser prefers. */
  speak(choice: Settings['language']): void {
    setLanguage(choice === 'system' ? pickLanguage(navigator.languages) : choice, navigator.languages);
    this.#edition += 1;
    document.documentElement.lang = languageNow();
    document.documentElement.dir = directionNow();
  }
}
