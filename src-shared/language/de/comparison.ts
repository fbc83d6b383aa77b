import type { Catalogue } from '../catalogue.ts';
import type { comparison as source } from '../en/comparison.ts';

export const comparison: Catalogue<typeof source> = {
  due: 'Es wird mit dem Verzeichnis des Servers verglichen, sobald er gefragt werden kann.',
  unsteady:
    'Der Ordner wurde geändert, während der Server ihn auflistete; deshalb ließ er sich nicht vergleichen.',
  tooMany: 'Es sind zu viele Dateien, um sie mit dem Verzeichnis des Servers zu vergleichen.',
  failed: 'Der Vergleich mit dem Verzeichnis des Servers war nicht möglich. {{why}}',
  nothingListed: 'Im Verzeichnis vom {{at, moment}} steht keine Datei.',
  all_one: 'Die {{count, number}} Datei aus dem Verzeichnis vom {{at, moment}} ist hier.',
  all_other: 'Alle {{count, number}} Dateien aus dem Verzeichnis vom {{at, moment}} sind hier.',
  allButNewer:
    'Aus dem Verzeichnis vom {{at, moment}} sind alle Dateien hier, die schon vorher auf dem Server waren.',
  missing_one:
    '{{count, number}} von {{total, number}} Dateien aus dem Verzeichnis vom {{at, moment}} fehlt.',
  missing_other:
    '{{count, number}} von {{total, number}} Dateien aus dem Verzeichnis vom {{at, moment}} fehlen.',
  otherSize_one: '{{count, number}} Datei ist hier anders groß als auf dem Server.',
  otherSize_other: '{{count, number}} Dateien sind hier anders groß als auf dem Server.',
  newer_one: '{{count, number}} Datei kam auf dem Server nach der Anforderung hinzu oder änderte sich.',
  newer_other:
    '{{count, number}} Dateien kamen auf dem Server nach der Anforderung hinzu oder änderten sich.',
  gone_one: '{{count, number}} Datei aus dem ZIP ist nicht mehr oder nicht mehr dort auf dem Server.',
  gone_other: '{{count, number}} Dateien aus dem ZIP sind nicht mehr oder nicht mehr dort auf dem Server.',
  added: '{{count, number}} neu',
  changed: '{{count, number}} geändert',
  went: '{{count, number}} weggefallen',
  and: '{{first}}, {{then}}',
  since: '{{what}} seit dem {{since, day}}.',
  nothingChanged: 'Seit dem {{since, day}} hat sich nichts geändert.',
};
