/** The notification centre: what was saved, failed or needs the user since they last looked. */
export const notices = {
  title: 'Notifications',
  unread_one: 'Notifications, {{count, number}} new',
  unread_other: 'Notifications, {{count, number}} new',
  markAllRead: 'Mark all as read',
  isNew: 'New',
  many: '{{number}}+',
  empty: {
    title: 'No notifications',
    text: 'What was saved, failed or needs you appears here, also if it happened while you were away.',
  },
  saved: '{{name}} was saved',
  savedWithNote: '{{name}} was saved, with a note',
  failed: '{{name}} failed',
  expired: '{{name}} expired on the server',
  unsure: '{{name}}: the request is unconfirmed',
  needsUser: 'It needs you to decide.',
  server: '{{name}} {{health}}',
  within: '{{server}}, {{origin}}',
  /** When and where, in a line. */
  place: '{{when}}, {{server}}',
} as const;
