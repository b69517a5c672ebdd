/** What the file says that makes a Linux desktop launch a program at login. */
export type AutostartEntry = {
  /** Absolute path of the program. */
  readonly program: string;
  readonly args: readonly string[];
};

/** What is read of such a file, whoever wrote it. */
export type ReadEntry = {
  /** The program and its arguments; empty where the file has none that can be understood. */
  readonly command: readonly string[];
  /** Whether the desktop goes by it: members switch such files off without removing them. */
  readonly enabled: boolean;
};

const GROUP = '[Desktop Entry]';

/** The file's text, as the Desktop Entry Specification 1.5 and the Autostart one have it. */
export function autostartText({ program, args }: AutostartEntry): string {
  return [
    GROUP,
    'Type=Application',
    'Version=1.5',
    'Name=Ampel',
    'Comment=Team status in the tray',
    'Comment[de]=Status des Teams im Infobereich',
    `Exec=${escapeString([program, ...args].map(quoteArgument).join(' '))}`,
    // Without the program, as after removing Ampel, the desktop leaves the file alone.
    `TryExec=${escapeString(program)}`,
    'Icon=ampel',
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Reads such a file; keys that decide nothing here are passed over. */
export function parseAutostart(text: string): ReadEntry {
  const keys = keysOfGroup(text);
  return {
    command: splitCommand(unescapeString(keys.get('Exec') ?? '')),
    enabled: keys.get('Hidden') !== 'true' && keys.get('X-GNOME-Autostart-enabled') !== 'false',
  };
}

function keysOfGroup(text: string): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  let inGroup = false;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('[')) inGroup = line.trim() === GROUP;
    const [, key, value] = /^([A-Za-z0-9-]+)\s*=\s*(.*)$/s.exec(line) ?? [];
    if (inGroup && key !== undefined && value !== undefined) keys.set(key, value.trimEnd());
  }
  return keys;
}

/** Quoted always, and `%` doubled, which would else begin a field code. */
function quoteArgument(argument: string): string {
  return `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
}

/** The escapes that every value of type string has, over those of {@link quoteArgument}. */
function escapeString(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r')
    .replace(/^ /, '\\s');
}

const ESCAPED: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' };

function unescapeString(value: string): string {
  return value.replace(/\\(.)/gs, (both, letter: string) => ESCAPED[letter] ?? both);
}

function splitCommand(command: string): readonly string[] {
  const found = command.matchAll(/"((?:\\[\s\S]|[^"\\])*)"|([^\s"]+)/g);
  return [...found].map(([, quoted, bare = '']) =>
    (quoted === undefined ? bare : quoted.replace(/\\([\s\S])/g, '$1')).replaceAll('%%', '%'),
  );
}
