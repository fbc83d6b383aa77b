import type { Catalogue } from '../catalogue.ts';
import type { notices as source } from '../en/notices.ts';

export const notices: Catalogue<typeof source> = {
  title: 'Benachrichtigungen',
  unread_one: 'Benachrichtigungen, {{count, number}} neue',
  unread_other: 'Benachrichtigungen, {{count, number}} neue',
  markAllRead: 'Alle als gelesen markieren',
  isNew: 'Neu',
  many: '{{number}}+',
  empty: {
    title: 'Keine Benachrichtigungen',
    text: 'Hier steht, was gespeichert wurde, fehlgeschlagen ist oder Ihr Handeln verlangt, auch wenn es während Ihrer Abwesenheit geschah.',
  },
  saved: '{{name}} wurde gespeichert',
  savedWithNote: '{{name}} wurde gespeichert, mit einem Hinweis',
  failed: '{{name}} ist fehlgeschlagen',
  expired: '{{name}} ist auf dem Server abgelaufen',
  unsure: '{{name}}: Die Anforderung ist unbestätigt',
  needsUser: 'Sie müssen entscheiden.',
  server: '{{name}} {{health}}',
  within: '{{server}}, {{origin}}',
  place: '{{when}}, {{server}}',
};
