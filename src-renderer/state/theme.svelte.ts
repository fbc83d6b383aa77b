import type { Settings } from '../../src-shared/settings.ts';

type Theme = Settings['theme'];

/** Where the last theme is remembered, so that the next page doesn't begin in another one. */
const place = 'ferry.theme';
const moreContrast = matchMedia('(prefers-contrast: more)');

/** The theme of the screen: what was chosen, or what the system wishes. */
export class ThemeState {
  #chosen: Theme = 'system';

  constructor() {
    moreContrast.addEventListener('change', () => this.#show());
    this.use((localStorage.getItem(place) ?? 'system') as Theme);
  }

  /** Shows that theme from now on. */
  use(theme: Theme): void {
    this.#chosen = theme;
    localStorage.setItem(place, theme);
    this.#show();
  }

  #show(): void {
    const isWished = this.#chosen === 'system' && moreContrast.matches;
    document.documentElement.dataset['theme'] = isWished ? 'high-contrast' : this.#chosen;
  }
}
