import { type LocalSettings, localSettingsSchema, SETTINGS_VERSION } from './local-settings.ts';

/** What stands in a settings file, before anything is known of it. */
type Raw = Readonly<Record<string, unknown>>;

/** What a settings file gave. */
export type ReadSettings =
  | { readonly kind: 'whole'; readonly settings: LocalSettings }
  /** Not as this Ampel writes it: `settings` holds what could be taken over, else defaults. */
  | { readonly kind: 'damaged' | 'newer'; readonly settings: LocalSettings };

/** One step for each version: the function at `n` makes version `n + 1` of version `n`. */
const UPGRADES: readonly ((raw: Raw) => Raw)[] = [
  // From before versions were counted; what is new since then has its default.
  (raw) => raw,
];

/** The settings of an installation that has none yet. */
export function newSettings(newId: () => string): LocalSettings {
  return localSettingsSchema.parse({ deviceId: newId() });
}

/**
 * Reads the text of a settings file of this or an earlier version. Where something in it does not
 * fit, all that does is kept: the device's id and the account above all.
 */
export function readSettings(text: string, newId: () => string): ReadSettings {
  const raw = parseObject(text);
  if (raw === null) return { kind: 'damaged', settings: newSettings(newId) };
  const version = raw['version'] ?? 0;
  if (!isVersion(version)) return { kind: 'damaged', settings: whatFits(raw, newId) };
  if (version > SETTINGS_VERSION) return { kind: 'newer', settings: whatFits(raw, newId) };
  const upgraded = UPGRADES.slice(version).reduce((step, upgrade) => upgrade(step), raw);
  const whole = localSettingsSchema.safeParse({ ...upgraded, version: SETTINGS_VERSION });
  return whole.success
    ? { kind: 'whole', settings: whole.data }
    : { kind: 'damaged', settings: whatFits(upgraded, newId) };
}

/** The settings without those that do not fit, which get their defaults. */
function whatFits(raw: Raw, newId: () => string): LocalSettings {
  const candidate = { ...raw, version: SETTINGS_VERSION };
  const result = localSettingsSchema.safeParse(candidate);
  if (result.success) return result.data;
  const wrong = new Set<PropertyKey | undefined>(result.error.issues.map(({ path }) => path[0]));
  const rest = Object.entries(candidate).filter(([key]) => !wrong.has(key));
  return localSettingsSchema.parse({ deviceId: newId(), ...Object.fromEntries(rest) });
}

function parseObject(text: string): Raw | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    // Cut in half, empty, or never JSON: all the same to whoever has to start over.
    return null;
  }
}

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isVersion(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
