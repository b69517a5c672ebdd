import type { Outcome } from '../../shared/bridge/bridge.ts';
import type { DeskPort, Log } from '../ports.ts';

/** Opens an address in the browser. The log does not name it: it may lead to a customer. */
export async function openLink(url: string, desk: DeskPort, log: Log): Promise<Outcome> {
  try {
    await desk.openLink(url);
    return { ok: true };
  } catch (error) {
    log.warn('the system did not open an address');
    return { ok: false, problem: { code: 'refused-by-system', detail: String(error) } };
  }
}
