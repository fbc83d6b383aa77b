import { themes } from '../../src-shared/settings.ts';
import type { Settings } from '../../src-shared/settings.ts';
import { PersistedText } from '../persisted-text.ts';

type Theme = Settings['theme'];

/** Where the last theme is remembered, so that the next page doesn't begin in another one. */
const kept = new PersistedText('localStorage', 'ferry.theme');
const moreContrast = matchMedia('(prefers-contrast: more)');

/** The theme of the screen: what was chosen, or what the system prefers. */
export class ThemeState {
  #chosen: Theme = 'system';

  constructor() {
    moreContrast.addEventListener('change', () => this.#show());
    const last = kept.read();
    this.use(themes.find((theme) => theme === last) ?? 'system');
  }

  /** Shows that theme from now on. */
  use(theme: Theme): void {
    this.#chosen = theme;
    kept.write(theme);
    this.#show();
  }

  #show(): void {
    const isWished = this.#chosen === 'system' && moreContrast.matches;
    document.documentElement.dataset['theme'] = isWished ? 'high-contrast' : this.#chosen;
  }
}
