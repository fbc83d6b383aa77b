import { directionNow, languageNow, onReading, speak } from '../../src-shared/language/index.ts';
import type { LanguageChoice } from '../../src-shared/language/index.ts';

/** The language of the screen. Whatever shows a text or a number is drawn anew when it changes. */
export class LanguageState {
  /** Raised by every change; each text that is made reads it. */
  #edition = $state(0);

  constructor() {
    onReading(() => void this.#edition);
    this.speak('system');
  }

  /** Speaks what was chosen, or what the browser prefers. */
  speak(choice: LanguageChoice): void {
    speak(choice, navigator.languages);
    this.#edition += 1;
    document.documentElement.lang = languageNow();
    document.documentElement.dir = directionNow();
  }
}
