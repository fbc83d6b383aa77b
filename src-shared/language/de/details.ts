import type { Catalogue } from '../catalogue.ts';
import type { details as source } from '../en/details.ts';

export const details: Catalogue<typeof source> = {
  label: 'Details',
  close: 'Details schließen',
  about: 'Über {{name}}',
  state: 'Zustand',
  progressOf: 'Fortschritt von {{name}}',
  askedBy: '{{server}} · angefordert von {{account}}',
  happened: 'Was geschehen ist',
  timeline: 'Verlauf des Downloads',
  speed: 'Geschwindigkeit',
  nothing: 'Wählen Sie einen Download aus, um zu sehen, was mit ihm geschieht.',
  facts: {
    contains: 'Enthält',
    unpacked: '{{size}} entpackt',
    serverSays: 'Server meldet',
    quoted: '„{{word}}“',
    size: 'Größe',
    here: 'Hier',
    askedFor: 'Angefordert',
    export: 'Export „{{type}}“',
    more: 'und {{more, number}} weitere',
    savedAs: 'Gespeichert als',
    savedIn: 'In',
    savingTo: 'Wird gespeichert in',
    onServer: 'Auf dem Server',
    keptUntil: 'verfügbar bis etwa {{when}}',
    added: 'Hinzugefügt',
  },
};
