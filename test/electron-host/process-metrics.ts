/** `app.getAppMetrics()` from /proc: this process and Chromium's. */
import fs from 'node:fs';
import type { ProcessMetric } from 'electron';

interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly startTicks: number;
  readonly cpuTicks: number;
}

/** Of every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

const TYPES: Record<string, ProcessMetric['type']> = {
  renderer: 'Tab',
  'gpu-process': 'GPU',
  utility: 'Utility',
  zygote: 'Zygote',
};

/**
 * Chromium's own main process, which Electron does not have apart, is listed as `Utility` with the
 * name `chromium`.
 */
export function processMetrics(chromiumPid: number | undefined): ProcessMetric[] {
  const stats = readStats();
  const own = stats.find(({ pid }) => pid === process.pid);
  const metrics = own ? [metric(own, 'Browser')] : [];
  if (chromiumPid === undefined) return metrics;
  for (const stat of descendants(stats, chromiumPid)) {
    const type = TYPES[typeSwitch(stat.pid)] ?? 'Utility';
    metrics.push({ ...metric(stat, type), ...(stat.pid === chromiumPid && { name: 'chromium' }) });
  }
  return metrics;
}

function readStats(): ProcessStat[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const text = fs.readFileSync(`/proc/${name}/stat`, 'utf8');
      // The second field is the name in brackets and may hold spaces; the third follows it.
      const fields = text
        .slice(text.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const [, parent = 0] = fields;
      const cpuTicks = (fields[11] ?? 0) + (fields[12] ?? 0);
      return [{ pid: Number(name), parent, cpuTicks, startTicks: fields[19] ?? 0 }];
    } catch {
      // It ended while the list was being read.
      return [];
    }
  });
}

function descendants(stats: readonly ProcessStat[], root: number): ProcessStat[] {
  const found = stats.filter(({ pid }) => pid === root);
  const children = stats.filter(({ parent }) => parent === root);
  return [...found, ...children.flatMap(({ pid }) => descendants(stats, pid))];
}

function typeSwitch(pid: number): string {
  return /--type=([a-z-]+)/.exec(readText(`/proc/${pid}/cmdline`))?.[1] ?? '';
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function metric(stat: ProcessStat, type: ProcessMetric['type']): ProcessMetric {
  const status = readText(`/proc/${stat.pid}/status`);
  const kilobytes = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  const bootSeconds = Number(/^btime (\d+)/m.exec(readText('/proc/stat'))?.[1] ?? 0);
  const startSeconds = bootSeconds + stat.startTicks / TICKS_PER_SECOND;
  const seconds = stat.cpuTicks / TICKS_PER_SECOND;
  const age = Math.max(0.01, Date.now() / 1000 - startSeconds);
  return {
    pid: stat.pid,
    type,
    creationTime: startSeconds * 1000,
    cpu: {
      percentCPUUsage: (seconds / age) * 100,
      cumulativeCPUUsage: seconds,
      idleWakeupsPerSecond: 0,
    },
    memory: { workingSetSize: kilobytes('VmRSS'), peakWorkingSetSize: kilobytes('VmHWM') },
  };
}
