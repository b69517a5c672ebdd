/** The session and system bus. Without a bus the app runs on; the parts that need it stay silent. */
import fs from 'node:fs';
import dbus, { type DBusValue, type Message, type MessageBus } from 'dbus-native';
import { app } from './app.ts';
import { debugLine, environmentVariable } from './environment.ts';

export const { Variant, defineInterface } = dbus;
export type { DBusValue, Message, MessageBus };

const CALL_TIMEOUT_MS = 5000;
const SYSTEM_BUS_SOCKET = '/run/dbus/system_bus_socket';

/** A new connection, closed when the app ends. */
function connect(busAddress: string): MessageBus {
  const bus = dbus.createClient({ busAddress, timeout: CALL_TIMEOUT_MS });
  bus.connection.on('error', (error) => debugLine('dbus', error));
  app.onExit(() => bus.close());
  return bus;
}

/** A connection of its own for one object, or undefined where there is no session bus. */
export function connectSessionBus(): MessageBus | undefined {
  const address = environmentVariable('DBUS_SESSION_BUS_ADDRESS');
  return address ? connect(address) : undefined;
}

export function connectSystemBus(): MessageBus | undefined {
  const address = environmentVariable('DBUS_SYSTEM_BUS_ADDRESS');
  if (address) return connect(address);
  return fs.existsSync(SYSTEM_BUS_SOCKET) ? connect(`unix:path=${SYSTEM_BUS_SOCKET}`) : undefined;
}

let shared: MessageBus | undefined;

/** The connection for everything that needs none of its own. */
export function sessionBus(): MessageBus | undefined {
  shared ??= connectSessionBus();
  return shared;
}

/** Calls a listener for one signal, whoever sends it. */
export async function onSignal(
  bus: MessageBus,
  interfaceName: string,
  member: string,
  listener: (body: DBusValue[]) => void,
): Promise<void> {
  bus.connection.on('message', (message: Message) => {
    if (message.interface === interfaceName && message.member === member) {
      listener(message.body ?? []);
    }
  });
  await bus.addMatch(`type='signal',interface='${interfaceName}',member='${member}'`);
}
