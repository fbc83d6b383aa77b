import type { Catalogue } from '../catalogue.ts';
import type { queue as source } from '../en/queue.ts';

export const queue: Catalogue<typeof source> = {
  label: 'Warteschlange',
  downloads: 'Downloads',
  over: 'Beendet · {{day}}',
  actionsFor: 'Aktionen für {{name}}',
  details: 'Details',
  inQueueAgain: '„{{name}}“ steht wieder in der Warteschlange.',
  inQueueTwice: '„{{name}}“ steht noch einmal in der Warteschlange: Es stand schon darin.',
  pathCopied: 'Der Pfad von „{{name}}“ ist in der Zwischenablage.',
  askForSomething: 'Neuer Download',
  tryDemo: 'Mit dem Demo-Server ausprobieren',
  first: {
    title: 'Fügen Sie zuerst einen Server hinzu',
    text: 'Ferry fordert von einem Server Dokumente oder einen Export an, wartet, bis alles vorbereitet ist, und legt die geprüfte Datei in ihrem Ordner ab.',
  },
  noMatch: {
    title: 'Kein Treffer für „{{text}}“',
    text: 'Kein Download in dieser Liste hat alle diese Wörter in Namen, Art oder Server.',
    history_one: '{{count, number}} im Verlauf zeigen',
    history_other: '{{count, number}} im Verlauf zeigen',
  },
  preparing: {
    title: 'Zurzeit wird nichts vorbereitet',
    text: 'Woran ein Server gerade für Sie arbeitet, steht hier.',
  },
  downloading: {
    title: 'Zurzeit wird nichts übertragen',
    text: 'Was auf einem Server bereitsteht, wird geholt und hier aufgeführt.',
  },
  doneEmpty: {
    title: 'Noch nichts fertig',
    text: 'Was in den letzten Tagen gespeichert wurde, steht hier. Ältere Downloads finden Sie im Verlauf.',
  },
  attention: {
    title: 'Kein Download mit Handlungsbedarf',
    text: 'Downloads mit Handlungsbedarf stehen hier.',
  },
  empty: {
    title: 'Noch nichts da',
    documents:
      'Fordern Sie von einem Server Dokumente oder Ordner an. Ferry wartet, bis sie vorbereitet sind, und holt sie dann.',
    exports:
      'Fordern Sie von einem Server Exporte an. Ferry wartet, bis sie vorbereitet sind, und holt sie dann.',
    both: 'Fordern Sie von einem Server Dokumente, Ordner oder Exporte an. Ferry wartet, bis sie vorbereitet sind, und holt sie dann.',
  },
  emptyServer: {
    title: 'Noch nichts von {{server}}',
    documents:
      'Fordern Sie Dokumente oder Ordner an. Ferry wartet, bis sie vorbereitet sind, und holt sie dann.',
    exports: 'Fordern Sie Exporte an. Ferry wartet, bis sie vorbereitet sind, und holt sie dann.',
    both: 'Fordern Sie Dokumente, Ordner oder Exporte an. Ferry wartet, bis sie vorbereitet sind, und holt sie dann.',
  },
  history: {
    title: 'Noch kein Verlauf',
    text: 'Fertige und abgebrochene Downloads werden hier aufbewahrt.',
    noMatch:
      'Kein Download im Verlauf hat all diese Wörter: weder im Namen, Server, Ordner oder in der Art noch in den Namen in seinem ZIP.',
    inside: 'Darin: {{path}}',
    insideMore_one: 'Darin: {{path}} und {{count, number}} weitere',
    insideMore_other: 'Darin: {{path}} und {{count, number}} weitere',
  },
  userActions: {
    pause: 'Anhalten',
    resume: 'Fortsetzen',
    cancel: 'Abbrechen',
    retry: 'Erneut versuchen',
    askAgain: 'Neu anfordern',
    downloadRest: 'Rest herunterladen',
    again: 'Erneut herunterladen',
    keepWaiting: 'Weiter warten',
    open: 'Öffnen',
    reveal: 'Im Ordner zeigen',
    copyPath: 'Pfad kopieren',
    moveFirst: 'Ganz nach vorn',
    remove: 'Aus der Liste entfernen',
    stopWatching: 'Nicht mehr beobachten',
    editServer: 'Server bearbeiten',
    tryNow: 'Jetzt versuchen',
    chooseFolder: 'Ordner wählen',
    changeRequest: 'Anforderung ändern',
  },
  cancel: {
    title: 'Diesen Download abbrechen?',
    description: '„{{name}}“ wird abgebrochen, und was bisher übertragen wurde, wird gelöscht. {{onServer}}',
    tidied: 'Der Server wird angewiesen, aufzuhören und aufzuräumen.',
    stays: 'Was {{server}} vorbereitet hat, bleibt dort: Ferry kann es nicht entfernen.',
    keep: 'Behalten',
    confirm: 'Download abbrechen',
    tooLate: 'Zum Abbrechen ist es zu spät: Der Download ist schon weiter.',
  },
  cancelSeveral: {
    title_one: 'Diesen Download abbrechen?',
    title_other: '{{count, number}} Downloads abbrechen?',
    description:
      'Sie werden abgebrochen, und was bisher übertragen wurde, wird gelöscht. Server werden angewiesen, aufzuhören und aufzuräumen, soweit das möglich ist.',
    keep: 'Behalten',
    confirm: 'Downloads abbrechen',
  },
  stopWatching: {
    title: 'Diesen Export nicht mehr beobachten?',
    description:
      'Ferry prüft nicht mehr, ob „{{name}}“ bereit ist. {{server}} lässt sich nicht anhalten und bereitet den Export dort weiter vor.',
    keep: 'Weiter beobachten',
    confirm: 'Nicht mehr beobachten',
  },
};
