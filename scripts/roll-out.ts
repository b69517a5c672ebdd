/**
 * Sets for how many of the installations, in percent, a version is meant, in the manifests that
 * electron-builder has written: node scripts/roll-out.ts 25 latest.yml latest-linux.yml
 */
import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';

const LINE = /^stagingPercentage: .*\n?/m;

/** The manifest for `percentage` of the installations, 0 to 100; at 100 it says nothing of it. */
export function withShare(manifest: string, percentage: number): string {
  const bare = manifest.replace(LINE, '').replace(/\n*$/, '\n');
  return percentage === 100 ? bare : `${bare}stagingPercentage: ${percentage}\n`;
}

if (import.meta.main) {
  const [wanted = '', ...files] = process.argv.slice(2);
  const percentage = /^\d{1,3}$/.test(wanted) ? Number(wanted) : Number.NaN;
  if (!(percentage <= 100) || files.length === 0) {
    process.stderr.write('usage: node scripts/roll-out.ts <0 to 100> <manifest>…\n');
    process.exit(1);
  }
  for (const file of files) {
    await writeFile(file, withShare(await readFile(file, 'utf8'), percentage));
    process.stdout.write(`${file}: ${percentage} %\n`);
  }
}
