import { z } from 'zod';
import { quietHoursSchema } from '../../shared/bridge/bridge.ts';
import {
  LANGUAGE_SETTINGS,
  MENU_BAR_ICONS,
  NOTIFY_ABOUT,
  THEMES,
} from '../../shared/bridge/view.ts';
import { chooseSchema } from '../../shared/protocol/schemas.ts';

/** Of the settings file: upgrades lead from each earlier one to the next. */
export const SETTINGS_VERSION = 1;

/** What this installation remembers. Nothing in it is readable as a secret. */
export const localSettingsSchema = z.object({
  version: z.literal(SETTINGS_VERSION).default(SETTINGS_VERSION),
  /** Tells this installation from the member's other ones. */
  deviceId: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  language: z.enum(LANGUAGE_SETTINGS).default('system'),
  theme: z.enum(THEMES).default('system'),
  menuBarIcon: z.enum(MENU_BAR_ICONS).default('color'),
  notifyAbout: z.enum(NOTIFY_ABOUT).default('watched'),
  quietWhileBusy: z.boolean().default(true),
  quietHours: quietHoursSchema.nullable().default(null),
  shortcut: z.string().nullable().default(null),
  /** What was said of a desktop that does not show the tray icon. */
  trayNotice: z.enum(['due', 'told', 'dismissed']).default('due'),
  /** When a crash was last told of (epoch milliseconds). */
  crashToldAt: z.int().nullable().default(null),
  /** Where the window was last, in device-independent pixels. */
  windowBounds: z
    .object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() })
    .nullable()
    .default(null),
  /** When the member was last asked to restart into a newer version (UP3), in epoch ms. */
  askedToUpdateAt: z.int().nullable().default(null),
  /** The server signed in to last, to start the form from. */
  lastServer: z.string().default(''),
  account: z
    .object({
      server: z.string(),
      sealedToken: z.string(),
      /** Epoch milliseconds; null where it was before this was remembered. */
      signedInAt: z.int().nonnegative().nullable().default(null),
      /** Ids of the members whose changes are wanted (NO2). */
      watched: z.array(z.string()).default([]),
      /** A choice that the server does not have yet (PR10). */
      unsentChoice: chooseSchema
        .omit({ ageMs: true })
        .extend({ madeAt: z.int() })
        .nullable()
        .default(null),
    })
    .nullable()
    .default(null),
});

export type LocalSettings = z.infer<typeof localSettingsSchema>;
