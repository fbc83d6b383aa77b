import { localeNow, t } from '../../../src-shared/language/index.ts';
import { hostSettings } from '../../../src-shared/settings.ts';
import type { HostSetting } from '../../../src-shared/settings.ts';

/** The settings as they stand on their page. */
const settingSections = [
  {
    id: 'downloads',
    settings: [
      'folder',
      'askAgainAfterExpiry',
      'leaveOutRefused',
      'compareListing',
      'whenExists',
      'silenceMinutes',
      'untoldGigabytes',
      'doneDays',
    ],
  },
  {
    id: 'limits',
    settings: [
      'rateLimit',
      'timetable',
      'transferSlots',
      'transferSlotsPerConnection',
      'preparationSlotsPerConnection',
    ],
  },
  { id: 'filing', settings: ['filing'] },
  {
    id: 'system',
    settings: ['startAtLogin', 'closeWithoutTray', 'awakeWhilePreparing', 'whenAllDone', 'updateChannel'],
  },
  { id: 'notifications', settings: ['notifySaved', 'notifyFailed', 'notifySignIn', 'notifySound'] },
  { id: 'appearance', settings: ['theme', 'language'] },
  { id: 'servers', settings: ['servers'] },
  { id: 'backup', settings: ['backup'] },
  { id: 'about', settings: ['diagnostics', 'about'] },
] as const;

/** The settings that are on or off. */
const switches = [
  'awakeWhilePreparing',
  'leaveOutRefused',
  'compareListing',
  'startAtLogin',
  'notifySaved',
  'notifyFailed',
  'notifySignIn',
  'notifySound',
] as const;
export type SwitchName = (typeof switches)[number];

export const isSwitch = (name: string): name is SwitchName => (switches as readonly string[]).includes(name);

/** The settings that are one of a few. */
const choices = [
  'theme',
  'language',
  'closeWithoutTray',
  'whenExists',
  'whenAllDone',
  'updateChannel',
] as const;
export type ChoiceName = (typeof choices)[number];

export const isChoice = (name: string): name is ChoiceName => (choices as readonly string[]).includes(name);

export type SettingName = (typeof settingSections)[number]['settings'][number];
export interface ShownSection {
  id: (typeof settingSections)[number]['id'];
  settings: readonly SettingName[];
}

const isHostSetting = (name: string): name is HostSetting =>
  (hostSettings as readonly string[]).includes(name);

/**
 * The sections with those settings whose name, sentence, section or other words for it hold all words of the text;
 * empty ones are left out.
 *
 * @param followed which of the settings that only some hosts follow this host does
 */
export function findSettings(text: string, followed: readonly HostSetting[]): ShownSection[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const found = settingSections.map(({ id, settings }) => ({
    id,
    settings: settings.filter((name) => {
      if (isHostSetting(name) && !followed.includes(name)) return false;
      const searched = fold(
        [
          t(`settings.sections.${id}`),
          labelOf(name),
          t(`settings.${name}.about`),
          t(`settings.${name}.words`),
        ].join(' '),
      );
      return words.every((word) => searched.includes(word));
    }),
  }));
  return found.filter(({ settings }) => settings.length > 0);
}

function labelOf(name: SettingName): string {
  return name === 'about' ? 'Ferry' : t(`settings.${name}.label`);
}

/** Without accents and capitals: who searches for `uber` finds `Über`. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase(localeNow());
}
