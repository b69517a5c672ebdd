/** The names of keys, which both the settings and a notification say. */
export const keyTexts = {
  keys: {
    Ctrl: 'Ctrl',
    Alt: 'Alt',
    Shift: 'Shift',
    Super: 'Super',
    Windows: 'Windows',
    Space: 'Space',
    Return: 'Enter',
    Insert: 'Insert',
    Delete: 'Delete',
    Home: 'Home',
    End: 'End',
    PageUp: 'Page Up',
    PageDown: 'Page Down',
    Up: '↑',
    Down: '↓',
    Left: '←',
    Right: '→',
  },
} as const;
