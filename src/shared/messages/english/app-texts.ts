/** What is never said in the window. */
export const appTexts = {
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
  cli: {
    about: 'Your status and your team in the running Ampel.',
    status: 'say your status',
    online: 'set yourself to Online',
    busy: 'set yourself to Busy',
    team: 'list everyone and their status',
    open: 'open the window',
    completions: 'print what makes the shell complete these commands',
    help: 'explain how a command is used',
    version: 'print the version',
    json: 'print JSON, one line for each answer',
    watch: 'go on, and print a line at each change',
    for: 'for how long: 30m, 2h, 1h30m',
    until: 'until what time of day: 14:30',
    note: 'what your team sees beside your status',
    place: 'what to open it at',
    shell: 'which shell',
    usageTitle: 'Usage:',
    argumentsTitle: 'Arguments:',
    optionsTitle: 'Options:',
    commandsTitle: 'Commands:',
    exitCodes:
      'Exit codes: 0 done; 1 refused or failed; 2 not understood; 3 Ampel is not running; 4 not signed in, or no connection.',
    seeHelp: 'See: ampel --help',
    notRunning: 'Ampel is not running. Start it with: ampel open',
    notSignedIn: 'Nobody is signed in to Ampel on this computer. Sign in with: ampel open',
    notConnected:
      'There is no connection to the team server, so nobody’s status is known. Ampel goes on trying.',
    offlineNow:
      '{{status}} is chosen. Your team sees you as Offline ({{cause}}) until you use the computer again.',
    sinceNote: '{{line}} ({{note}}), since {{time}}',
    since: '{{line}}, since {{time}}',
    you: '{{name}} (you)',
    left: '{{name}} has left the team',
    change: '{{time}}  {{name}}: {{status}}',
    ended: 'Ampel has ended.',
    noAnswer: 'Ampel is running but does not answer. Quit it in the tray and start it again.',
    refused:
      'The running Ampel does not accept this. It may be an older or newer version: quit it in the tray and start it again.',
    startFailed: 'Ampel could not be started: {{reason}}',
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
