import type { Catalogue } from '../catalogue.ts';
import type { settings as source } from '../en/settings.ts';

export const settings: Catalogue<typeof source> = {
  title: 'Einstellungen',
  lead: 'Jede Änderung wirkt sofort.',
  version: 'Ferry {{version}}',
  folder: {
    label: 'Ordner für Downloads',
    about:
      'Hierhin kommen Dateien, wenn Sie nichts anderes angeben. Laufende Downloads behalten ihren Ordner.',
    choose: 'Auswählen',
    useDefault: 'Standard verwenden',
  },
  language: {
    label: 'Sprache',
    about:
      'Die Sprache von Ferry hier und in Benachrichtigungen. In einem Terminal richtet sich Ferry nach dem Terminal.',
    system: 'Wie im System',
  },
  transferSlots: {
    label: 'Gleichzeitige Downloads',
    about: 'Wie viele Dateien über alle Server hinweg gleichzeitig übertragen werden.',
  },
  transferSlotsPerConnection: {
    label: 'Gleichzeitige Downloads von einem Server',
    about: 'Weniger schont einen ausgelasteten Server.',
  },
  preparationSlotsPerConnection: {
    label: 'Gleichzeitige Vorbereitungen auf einem Server',
    about:
      'Wie viele Aufträge ein Server gleichzeitig vorbereiten soll. Alle weiteren warten in der Warteschlange.',
  },
  silenceMinutes: {
    label: 'Geduld in Minuten',
    about:
      'Wie lange ein Server keinen Fortschritt zeigen darf, bevor Ferry nachfragt, wie es weitergehen soll.',
    unit: 'Minuten',
  },
};
