import type { Catalogue } from '../catalogue.ts';
import type { startupProblems as source } from '../en/startupProblems.ts';

export const startupProblems: Catalogue<typeof source> = {
  inUse:
    'Ferry läuft bereits mit den Daten in {{folder}}. Verwenden Sie dieses, oder schließen Sie es zuerst.',
  rows_one:
    '{{count, number}} Zeile der Liste konnte nicht gelesen werden. Sie bleibt erhalten, wird aber nicht gezeigt.',
  rows_other:
    '{{count, number}} Zeilen der Liste konnten nicht gelesen werden. Sie bleiben erhalten, werden aber nicht gezeigt.',
  config: {
    list: 'Die Liste der Verbindungen lässt sich nicht lesen. Sie bleibt in der Datei, und Ferry arbeitet ohne sie.',
    twin: 'Die Verbindung „{{name}}“ kann nicht verwendet werden: Eine andere hat dieselbe ID. Sie bleibt in der Datei; richten Sie sie neu ein.',
    connection:
      'Die Verbindung „{{name}}“ kann nicht verwendet werden: {{place}} ist nicht gültig. Sie bleibt in der Datei; richten Sie sie neu ein.',
    nameless:
      'Die Verbindung kann nicht verwendet werden: {{place}} ist nicht gültig. Sie bleibt in der Datei; richten Sie sie neu ein.',
    settings: 'Die Einstellungen lassen sich nicht lesen, deshalb gelten die Vorgaben.',
    setting: 'Die Einstellung „{{name}}“ ist nicht gültig, deshalb gilt ihre Vorgabe.',
    defaults:
      'Die Datei mit den Verbindungen und Einstellungen war beschädigt, deshalb beginnt Ferry mit den Vorgaben. Die beschädigte Datei bleibt als {{file}} erhalten.',
    copy: 'Die Datei mit den Verbindungen und Einstellungen war beschädigt, deshalb wird die Kopie vom letzten guten Start verwendet. Die beschädigte Datei bleibt als {{file}} erhalten.',
  },
  dataFolder: {
    open: 'Andere Konten auf diesem Rechner dürfen in den Datenordner {{folder}} von Ferry schreiben und so ändern, was Ferry tut. Nehmen Sie ihnen dieses Recht (chmod go-w).',
    freed:
      'Wo Ferry seine Datei {{name}} ablegt, lag etwas, das keine Datei ist. Es wurde mit allem, was darin ist, verschoben und heißt jetzt {{kept}}, im Datenordner von Ferry.',
    occupied:
      'Ferry legt hier eine Datei ab; verschieben Sie, was dort stattdessen liegt, oder benennen Sie es um',
    putBack:
      'Ein anderes Programm hat den Datenordner {{folder}} von Ferry entfernt oder geändert, während Ferry lief. Alles wurde dort wieder geschrieben.',
    missing:
      'Ein anderes Programm hat den Datenordner von Ferry entfernt oder geändert, während Ferry lief, und jetzt lässt sich nichts speichern: {{detail}}. Bis das behoben ist, wird nichts Neues begonnen.',
    taken:
      'Ein anderes Ferry hat den Datenordner übernommen, nachdem dessen Sperre entfernt worden war. Dieses hier speichert nichts mehr: Beenden Sie es.',
  },
  list: {
    gone: 'Die Liste der Downloads war verschwunden',
    empty: 'Die Liste der Downloads war leer',
    foreign: 'Die Liste der Downloads ist nicht die von Ferry',
    damaged: 'Die Liste der Downloads war beschädigt',
    logGone: 'Das Protokoll der Liste der Downloads war verschwunden',
    olderThanItWas:
      'Das Protokoll der Liste der Downloads war verschwunden; was nach dem {{date}} UTC geschah, fehlt darin vielleicht. Sehen Sie auf dem Server und in Ihren Ordnern nach, bevor Sie etwas erneut anfordern.',
    startsEmpty:
      '{{damage}}, und es gibt keine Kopie davon, deshalb beginnt sie leer. Was da war, bleibt als {{file}} erhalten.',
    restored:
      '{{damage}}. Die Kopie vom {{date}} UTC wurde eingesetzt; was seither geschah, fehlt darin. Was da war, bleibt als {{file}} erhalten.',
    mended:
      'Die Liste der Downloads war beschädigt. Alles ließ sich lesen und wurde neu geschrieben, es fehlt also nichts. Was da war, liegt in {{file}}.',
    noCopy: 'Von der Liste der Downloads konnte keine Kopie gemacht werden. {{why}}',
  },
};
