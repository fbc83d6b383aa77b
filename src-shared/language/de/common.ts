import type { Catalogue } from '../catalogue.ts';
import type { common as source } from '../en/common.ts';

export const common: Catalogue<typeof source> = {
  close: 'Schließen',
  dismiss: 'Ausblenden',
  notNow: 'Nicht jetzt',
  signIn: 'Anmelden',
  choose: 'Auswählen',
  loading: 'Wird geladen',
  clearSearch: 'Suche löschen',
  newDownload: 'Neuer Download',
  addServer: 'Server hinzufügen',
  less: 'Weniger',
  more: 'Mehr',
  moreActions: 'Weitere Aktionen',
  free: '{{size}} frei',
  range: '{{min}} bis {{max}}',
  rangeWithUnit: '{{min}} bis {{max}} {{unit}}',
  outOfRange: '„{{text}}“ geht nicht: Möglich ist eine ganze Zahl von {{min}} bis {{max}}.',
  labelWithUnit: '{{label}}, {{unit}}',
  files_one: '{{count, number}} Datei',
  files_other: '{{count, number}} Dateien',
  items_one: '{{count, number}} Element',
  items_other: '{{count, number}} Elemente',
  part: '{{done}} von {{total}}',
};
