/**
 * Makes a deb out of what electron-builder asks fpm for, where fpm itself cannot be fetched: as much
 * of `fpm -s dir -t deb` as electron-builder uses, with dpkg-deb doing the work. For trying packages
 * on this machine; releases are made with fpm.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const text = { type: 'string' } as const;
const list = { type: 'string', multiple: true, default: [] as string[] } as const;
// Whatever electron-builder comes to ask for beyond these is refused, and not left out in silence.
const { values: asked, positionals: sources } = parseArgs({
  allowPositionals: true,
  options: {
    s: { ...text, short: 's' },
    t: { ...text, short: 't' },
    force: { type: 'boolean' },
    d: { ...list, short: 'd' },
    'deb-recommends': list,
    'deb-suggests': list,
    'deb-compression': text,
    'deb-priority': text,
    architecture: text,
    'after-install': text,
    'after-remove': text,
    description: text,
    version: text,
    package: text,
    name: text,
    maintainer: text,
    vendor: text,
    url: text,
    category: text,
    license: text,
  },
});

function wanted(name: 'architecture' | 'description' | 'version' | 'package' | 'name'): string {
  const value = asked[name];
  if (value === undefined) throw new Error(`fpm stand-in: --${name} is missing`);
  return value;
}

if (asked.s !== 'dir' || asked.t !== 'deb') {
  throw new Error(`fpm stand-in: makes deb from dir only, not ${asked.t} from ${asked.s}`);
}
const root = mkdtempSync(path.join(tmpdir(), 'ampel-deb-'));
// A temporary folder is for its owner alone, and would say so in the package.
chmodSync(root, 0o755);
try {
  for (const source of sources) place(source);
  writeControl();
  const compression = asked['deb-compression'] ?? 'xz';
  const output = wanted('package');
  execFileSync('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', root, output]);
} finally {
  rmSync(root, { recursive: true, force: true });
}

/** `from/=to` is what lies in a folder, `from=to` one file. */
function place(source: string): void {
  const [from = '', to = ''] = source.split('=');
  const target = path.join(root, to);
  mkdirSync(from.endsWith('/') ? target : path.dirname(target), { recursive: true });
  cpSync(from, target, { recursive: true, verbatimSymlinks: true });
  if (!from.endsWith('/')) chmodSync(target, 0o644);
}

function writeControl(): void {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['Package', wanted('name')],
    ['Version', wanted('version')],
    ['License', asked.license],
    ['Vendor', asked.vendor],
    ['Architecture', wanted('architecture')],
    ['Maintainer', asked.maintainer],
    ['Installed-Size', String(Math.ceil(bytes / 1024))],
    ['Depends', asked.d.join(', ')],
    ['Recommends', asked['deb-recommends'].join(', ')],
    ['Suggests', asked['deb-suggests'].join(', ')],
    ['Section', asked.category ?? 'default'],
    ['Priority', asked['deb-priority']],
    ['Homepage', asked.url],
    ['Description', wanted('description').trim()],
  ];
  const control = path.join(root, 'DEBIAN');
  mkdirSync(control);
  const lines = fields.filter(([, value]) => value).map(([name, value]) => `${name}: ${value}\n`);
  writeFileSync(path.join(control, 'control'), lines.join(''));
  const sums = files.map((file) => {
    const sum = createHash('md5').update(readFileSync(file)).digest('hex');
    return `${sum}  ${path.relative(root, file)}\n`;
  });
  writeFileSync(path.join(control, 'md5sums'), sums.join(''));
  for (const [script, file] of [
    ['postinst', asked['after-install']],
    ['postrm', asked['after-remove']],
  ] as const) {
    if (file !== undefined) {
      writeFileSync(path.join(control, script), readFileSync(file), { mode: 0o755 });
    }
  }
}
