import type { Role } from '../../shared/domain/member.ts';

type DemoPerson = { readonly email: string; readonly name: string; readonly role: Role };

/** Marks people who are not real: no mail can ever be delivered there (RFC 2606). */
export const DEMO_DOMAIN = '@demo.invalid';

/** Whoever tries the demo signs in as this one, who is not simulated. */
export const VIEWER_EMAIL = `you${DEMO_DOMAIN}`;

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  person('Ingrid Solheim', 'owner'),
  person('Amara Okafor', 'agent'),
  person('Aiko Tanaka', 'agent'),
  person('Mateo Fernández', 'agent'),
  person('Priya Raman', 'agent'),
  person('Jonas Weber', 'agent'),
  person('Zeynep Aydın', 'agent'),
  person('Liam O’Brien', 'agent'),
  person('Chloé Lefèvre', 'agent'),
  person('Mei-Ling Chen', 'agent'),
  person('Tomasz Nowak', 'agent'),
];

function person(name: string, role: Role): DemoPerson {
  const local = name
    .normalize('NFD')
    .replaceAll('ı', 'i')
    .replaceAll(/[^A-Za-z -]/g, '')
    .replaceAll(/[ -]+/g, '.')
    .toLowerCase();
  return { email: local + DEMO_DOMAIN, name, role };
}
