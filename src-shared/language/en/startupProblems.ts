/** What was found to be broken when Ferry started, and what was made of it: whole sentences. */
export const startupProblems = {
  inUse: 'Ferry is already running with the data in {{folder}}. Use that one, or close it first.',
  rows_one: '{{count, number}} row of the list couldn’t be read. It is kept, but not shown.',
  rows_other: '{{count, number}} rows of the list couldn’t be read. They are kept, but not shown.',
  config: {
    list: 'The list of servers can’t be read. It is kept in the file, and Ferry works without it.',
    twin: 'The connection “{{name}}” can’t be used: another one has the same id. It is kept in the file; set it up again.',
    connection:
      'The connection “{{name}}” can’t be used: its {{place}} isn’t valid. It is kept in the file; set it up again.',
    nameless:
      'The connection can’t be used: its {{place}} isn’t valid. It is kept in the file; set it up again.',
    settings: 'The settings can’t be read, so the defaults are used.',
    setting: 'The setting “{{name}}” isn’t valid, so its default is used.',
    defaults:
      'The file with the connections and settings was broken, so Ferry starts with the defaults. The broken file is kept as {{file}}.',
    copy: 'The file with the connections and settings was broken, so the copy from the last good start is used. The broken file is kept as {{file}}.',
  },
  dataFolder: {
    open: 'Other accounts on this machine may write to Ferry’s data folder {{folder}}, and so change what Ferry does. Take that right away from them (chmod go-w).',
    freed:
      'Something that isn’t a file lay where Ferry keeps its file {{name}}. It was moved, with all that is in it, and is called {{kept}} now, in Ferry’s data folder.',
    occupied: 'Ferry keeps a file here; move away what is there instead, or give it another name',
    putBack:
      'Another program removed or changed Ferry’s data folder {{folder}} while Ferry was running. Everything was written there again.',
    missing:
      'Another program removed or changed Ferry’s data folder while Ferry was running, and nothing can be saved now: {{detail}}. Nothing new is begun until that is put right.',
    taken:
      'Another Ferry took over the data folder after its lock had been removed. This one saves nothing anymore: quit it.',
  },
  list: {
    /** What was wrong with it. */
    gone: 'The list of downloads was gone',
    empty: 'The list of downloads was empty',
    foreign: 'The list of downloads is not Ferry’s',
    damaged: 'The list of downloads was damaged',
    logGone: 'The log of the list of downloads was gone',
    olderThanItWas:
      'The log of the list of downloads was gone, so what happened after {{date}} UTC may be missing in it. Look at the server and in your folders before you ask for something again.',
    startsEmpty:
      '{{damage}} and there is no copy of it, so it starts empty. What was there is kept as {{file}}.',
    restored:
      '{{damage}}. The copy of {{date}} UTC was put in its place, so what happened since then is missing in it. What was there is kept as {{file}}.',
    mended:
      'The list of downloads was damaged. All of it could be read and was written anew, so nothing is missing. What was there is kept as {{file}}.',
    noCopy: 'No copy of the list of downloads could be made. {{why}}',
  },
} as const;
