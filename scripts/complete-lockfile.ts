/**
 * Adds to package-lock.json the optional packages of other platforms that npm left out because
 * the registry in use does not carry them. Without them `npm ci` refuses the lock file, also on
 * the platforms that never install them. Run after `npm install`, by hand.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

type LockedPackage = {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, LockedPackage> };

const PLATFORMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'x64',
];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
const added: string[] = [];
for (const [place, locked] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(locked.optionalDependencies ?? {})) {
    if (isLocked(place, name)) continue;
    const words = name.split(/[/-]/);
    const os = PLATFORMS.find((platform) => words.includes(platform));
    const cpu = PROCESSORS.find((processor) => words.includes(processor));
    // Only what says its platform by name can be left out on the others for certain.
    if (os === undefined) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(locked.dev === true ? { dev: true } : {}),
      optional: true,
      os: [os],
      cpu: [cpu ?? (words.includes('wasm32') ? 'wasm32' : 'arm')],
      ...(words.includes('musl') || words.includes('musleabihf') ? { libc: ['musl'] } : {}),
      ...(words.includes('gnu') || words.includes('gnueabihf') ? { libc: ['glibc'] } : {}),
    };
    added.push(`${name}@${version}`);
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added.length} added\n${added.map((name) => `  ${name}\n`).join('')}`);

/** Whether a package can be found from a place, looking upwards as Node does. */
function isLocked(place: string, name: string): boolean {
  for (let folder = place; ; folder = folder.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const prefix = folder === '' ? '' : `${folder}/`;
    if (lock.packages[`${prefix}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}
