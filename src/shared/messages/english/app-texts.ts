/** What is never said in the window. */
export const appTexts = {
  contactNews: {
    title: '{{customer}} is waiting for you',
    body: 'A contact was assigned to you.',
    several_one: '{{count}} contact is waiting for you',
    several_other: '{{count}} contacts are waiting for you',
    severalBody: 'They were assigned to you and wait to be accepted.',
    accept: 'Accept',
    return: 'Return',
    forYou: 'For you: {{customer}}',
    toAccept_one: '{{count}} contact to accept',
    toAccept_other: '{{count}} contacts to accept',
    waiting_one: '{{count}} contact waiting',
    waiting_other: '{{count}} contacts waiting',
    noneWaiting: 'No contacts waiting',
    not: {
      accept: 'The contact was not accepted',
      return: 'The contact was not returned',
      close: 'The contact was not closed',
    },
  },
  request: {
    'too-long': 'That is longer than Ampel reads.',
    unreadable: '“{{given}}” is not encoded as it should be.',
    'unknown-request': 'Ampel does not know “{{given}}”.',
    'unknown-option': 'There is no option “{{given}}” here.',
    unexpected: '“{{given}}” does not belong here.',
    'missing-value': 'There is something missing: {{given}}',
    repeated: 'An option is given twice: “{{given}}”. Decide on one.',
    'bad-duration':
      '“{{given}}” is not a time that Busy can last. It looks like 30m, 2h or 1h30m, and is from {{minMinutes}} minutes to {{maxHours}} hours.',
    'bad-time': '“{{given}}” is not a time of day. It looks like 14:30.',
    'bad-note': 'A note is one line of text, at most {{max}} characters long.',
    'for-and-until': 'Give a duration or a time of day, not both.',
    offline:
      'Offline cannot be chosen: it comes by itself when you leave the computer, lock the screen, or quit Ampel. To take no contacts while you are here, choose Busy.',
  },
  updateNews: {
    title: 'Ampel {{version}} is ready',
    body: 'A restart takes a few seconds, and your status comes back. Otherwise it is installed when Ampel quits.',
    asksBody: 'A restart installs it and asks for a password. Your status comes back.',
    restart: 'Restart now',
  },
  join: {
    doneTitle: 'Ampel is connected',
    doneText: 'You can close this tab.',
    declinedTitle: 'Ampel is not connected',
    declinedText: 'The app has not been signed in. You can close this tab.',
    failedTitle: 'That did not work',
    failedText: 'Ampel’s window says why, and what to do. You can close this tab.',
    strangerTitle: 'Ampel does not wait for this',
    strangerText: 'Nothing was changed. Start signing in from Ampel’s window.',
  },
  crash: {
    title: 'Ampel and an error',
    restarted: 'Ampel ended with an error and has started again.',
    window: 'Ampel’s window had to be closed because of an error, for the second time.',
    detail:
      'Your status and your settings are as before; you need not do anything. If it happens again, send the log to your admin.',
    showLog: 'Show log',
    close: 'Close',
    startTitle: 'Ampel cannot start',
    startText:
      'Start the computer again and then Ampel. If that does not help, send this file to your admin: {{log}}',
  },
} as const;
