/**
 * `com.canonical.dbusmenu`: a menu as panels read it. The menu is copied when it is set, and again
 * after a click, because Electron on Linux shows later changes to items only after the next
 * `setContextMenu`.
 */
import { defineInterface, type MessageBus, Variant } from './dbus.ts';
import type { HostMenu, HostMenuItem } from './menu.ts';

export const MENU_PATH = '/com/canonical/dbusmenu';
const INTERFACE = 'com.canonical.dbusmenu';
const ROOT_ID = 0;

type Properties = Record<string, InstanceType<typeof Variant>>;

interface Node {
  readonly id: number;
  readonly item: HostMenuItem | undefined;
  readonly properties: Properties;
  readonly children: readonly Node[];
}

/** Panels take `_` for the mark of the access key, Electron takes `&`. */
function toPanelLabel(label: string): string {
  return label
    .replace(/_/g, '__')
    .replace(/&(.)/g, (_match, next: string) => (next === '&' ? '&' : `_${next}`));
}

function propertiesOf(item: HostMenuItem): Properties {
  const properties: Properties = {};
  if (item.type === 'separator') properties['type'] = new Variant('s', 'separator');
  else properties['label'] = new Variant('s', toPanelLabel(item.label));
  if (!item.enabled) properties['enabled'] = new Variant('b', false);
  if (!item.visible) properties['visible'] = new Variant('b', false);
  if (item.type === 'checkbox' || item.type === 'radio') {
    const kind = item.type === 'radio' ? 'radio' : 'checkmark';
    properties['toggle-type'] = new Variant('s', kind);
    properties['toggle-state'] = new Variant('i', item.checked ? 1 : 0);
  }
  if (item.submenu) properties['children-display'] = new Variant('s', 'submenu');
  return properties;
}

function nodesOf(menu: HostMenu | undefined): Node[] {
  return (menu?.items ?? []).map((item) => ({
    id: item.commandId,
    item,
    properties: propertiesOf(item),
    children: nodesOf(item.submenu),
  }));
}

function find(node: Node, id: number): Node | undefined {
  if (node.id === id) return node;
  for (const child of node.children) {
    const found = find(child, id);
    if (found) return found;
  }
  return undefined;
}

export class DbusMenu {
  readonly #bus: MessageBus;
  #menu: HostMenu | undefined;
  #root: Node = { id: ROOT_ID, item: undefined, properties: {}, children: [] };
  #revision = 1;

  constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  async export(): Promise<void> {
    await this.#bus.export(MENU_PATH, this.#definition());
  }

  setMenu(menu: HostMenu | null): void {
    this.#menu = menu ?? undefined;
    this.#copy();
  }

  #copy(): void {
    const children = nodesOf(this.#menu);
    const properties: Properties = {};
    if (children.length > 0) properties['children-display'] = new Variant('s', 'submenu');
    this.#root = { id: ROOT_ID, item: undefined, properties, children };
    this.#revision++;
    this.#bus.sendSignal(MENU_PATH, INTERFACE, 'LayoutUpdated', 'ui', [this.#revision, ROOT_ID]);
  }

  /** @param depth how many levels of children to include; -1 for all. */
  #layout(node: Node, depth: number): [number, Properties, unknown[]] {
    const shown = depth === 0 ? [] : node.children;
    const children = shown.map(
      (child) => new Variant('(ia{sv}av)', this.#layout(child, depth - 1)),
    );
    return [node.id, node.properties, children];
  }

  /** @returns whether there is such an item. */
  #event(id: number, event: string): boolean {
    const node = find(this.#root, id);
    if (!node) return false;
    if (event === 'opened') this.#menu?.emit('menu-will-show');
    if (event === 'closed') this.#menu?.emit('menu-will-close');
    if (event === 'clicked') {
      // After the reply: what the app does with the click must not hold up the panel.
      setImmediate(() => {
        node.item?.click({ triggeredByAccelerator: false });
        this.#copy();
      });
    }
    return true;
  }

  #definition() {
    return defineInterface({
      name: INTERFACE,
      methods: {
        GetLayout: {
          in: { parentId: 'i', recursionDepth: 'i', propertyNames: 'as' },
          out: { revision: 'u', layout: '(ia{sv}av)' },
          handler: ({ parentId, recursionDepth }) => ({
            revision: this.#revision,
            layout: this.#layout(find(this.#root, parentId) ?? this.#root, recursionDepth),
          }),
        },
        GetGroupProperties: {
          in: { ids: 'ai', propertyNames: 'as' },
          out: { properties: 'a(ia{sv})' },
          handler: ({ ids }: { ids: number[] }) =>
            ids.flatMap((id) => {
              const node = find(this.#root, id);
              return node ? [[id, node.properties]] : [];
            }),
        },
        GetProperty: {
          in: { id: 'i', name: 's' },
          out: { value: 'v' },
          handler: ({ id, name }) => {
            const value = find(this.#root, id)?.properties[name];
            if (!value) throw new Error(`item ${id} has no property ${name}`);
            return value;
          },
        },
        Event: {
          in: { id: 'i', eventId: 's', data: 'v', timestamp: 'u' },
          out: {},
          handler: ({ id, eventId }) => {
            if (!this.#event(id, eventId)) throw new Error(`there is no item ${id}`);
          },
        },
        EventGroup: {
          in: { events: 'a(isvu)' },
          out: { idErrors: 'ai' },
          handler: ({ events }: { events: [number, string][] }) =>
            events.flatMap(([id, event]) => (this.#event(id, event) ? [] : [id])),
        },
        AboutToShow: { in: { id: 'i' }, out: { needUpdate: 'b' }, handler: () => false },
        AboutToShowGroup: {
          in: { ids: 'ai' },
          out: { updatesNeeded: 'ai', idErrors: 'ai' },
          handler: () => ({ updatesNeeded: [], idErrors: [] }),
        },
      },
      properties: {
        Version: { type: 'u', access: 'read', get: () => 3 },
        TextDirection: { type: 's', access: 'read', get: () => 'ltr' },
        Status: { type: 's', access: 'read', get: () => 'normal' },
        IconThemePath: { type: 'as', access: 'read', get: () => [] },
      },
      signals: {
        LayoutUpdated: { args: { revision: 'u', parent: 'i' } },
        ItemsPropertiesUpdated: { args: { updated: 'a(ia{sv})', removed: 'a(ias)' } },
        ItemActivationRequested: { args: { id: 'i', timestamp: 'u' } },
      },
    });
  }
}
