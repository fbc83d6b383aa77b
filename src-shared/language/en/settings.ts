export const settings = {
  title: 'Settings',
  lead: 'Every change works at once.',
  version: 'Ferry {{version}}',
  folder: {
    label: 'Folder for downloads',
    about: 'Where files go when you don’t say otherwise. Downloads that are under way keep theirs.',
    choose: 'Choose',
    useDefault: 'Use the default',
  },
  language: {
    label: 'Language',
    about: 'What Ferry speaks here and in its notifications. In a terminal it speaks what the terminal does.',
    system: 'As the system',
  },
  transferSlots: {
    label: 'Downloads at once',
    about: 'How many files come across at the same time, over all servers.',
  },
  transferSlotsPerConnection: {
    label: 'Downloads at once from one server',
    about: 'Fewer are kinder to a busy server.',
  },
  preparationSlotsPerConnection: {
    label: 'Preparations at once on one server',
    about: 'How many things one server is asked to prepare at the same time. The rest waits in the queue.',
  },
  silenceMinutes: {
    label: 'Patience, in minutes',
    about: 'How long a server may show no progress before Ferry tells you and asks what to do.',
    unit: 'minutes',
  },
} as const;
