import type { UpdateOffReason } from '../../shared/bridge/view.ts';
import { isLoopbackHost } from '../../shared/domain/loopback.ts';

/** Where newer versions come from, as the surroundings say. */
export type UpdateSource =
  /** `url` null: the place that was set when the package was made. */
  | { readonly kind: 'place'; readonly url: string | null }
  | { readonly kind: 'off'; readonly reason: 'switched-off' | 'invalid-address' };

/**
 * Reads `AMPEL_UPDATES` and `AMPEL_UPDATE_URL`. An address has to be https, because whoever can
 * change what comes over the line decides what runs here; loopback may be http (UP6).
 */
export function readUpdateSource(
  updates: 'on' | 'off' | undefined,
  address: string | undefined,
): UpdateSource {
  if (updates === 'off') return { kind: 'off', reason: 'switched-off' };
  if (address === undefined) return { kind: 'place', url: null };
  const url = URL.canParse(address) ? new URL(address) : null;
  const isTrusted =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
  return url !== null && isTrusted
    ? { kind: 'place', url: url.href }
    : { kind: 'off', reason: 'invalid-address' };
}

/** How this installation came to be, as far as updates depend on it. */
export type Installation =
  | { readonly kind: 'checkout' }
  /** Unpacked by hand, or put there by a package manager that brings newer versions itself. */
  | { readonly kind: 'unmanaged' }
  /** `canReplace`: whether this user may replace the file that was started. */
  | { readonly kind: 'app-image'; readonly canReplace: boolean }
  /** Installed for everyone: replacing it asks for an administrator's password. */
  | { readonly kind: 'system-package' }
  | { readonly kind: 'installer' };

/** Why this installation does not look for newer versions, or null where it does. */
export function whyNoUpdates(
  installation: Installation,
  source: UpdateSource,
): UpdateOffReason | null {
  if (installation.kind === 'checkout' || installation.kind === 'unmanaged') {
    return installation.kind;
  }
  if (source.kind === 'off') return source.reason;
  if (installation.kind === 'app-image' && !installation.canReplace) return 'not-replaceable';
  return null;
}
