/** Longest name of a device, in characters. */
const MAX_LENGTH = 64;

// In this order: most browsers also name those they want to be taken for.
const BROWSERS = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const;
const SYSTEMS = [
  [/\bAndroid\b/, 'Android'],
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

/** What a browser is called among its member's devices, such as “Firefox on Windows”. */
export function browserName(userAgent: string | null): string {
  const text = userAgent ?? '';
  const browser = BROWSERS.find(([pattern]) => pattern.test(text))?.[1] ?? 'Browser';
  const system = SYSTEMS.find(([pattern]) => pattern.test(text))?.[1];
  return (system === undefined ? browser : `${browser} on ${system}`).slice(0, MAX_LENGTH);
}
