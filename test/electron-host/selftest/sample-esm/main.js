// A small app that stays in the tray. The specs reach its parts through `globalThis.sample`.
import path from 'node:path';
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  powerMonitor,
  Tray,
} from 'electron';

const here = app.getAppPath();
const log = [];
const sample = {
  log,
  wasReadyAtLoad: app.isReady(),
  window: undefined,
  openMs: [],
  openWindow,
  show,
};
globalThis.sample = sample;
let paused = false;
let quitting = false;
let tray;

if (!app.requestSingleInstanceLock({ from: 'sample' })) {
  process.stdout.write('second instance leaves\n');
  app.exit(0);
} else {
  app.on('second-instance', (_event, argv, _folder, data) => {
    log.push(['second-instance', argv.slice(1), data]);
  });
  app.on('window-all-closed', () => log.push(['window-all-closed']));
  app.on('before-quit', () => {
    quitting = true;
  });
  app.on('ready', start);
}

function start() {
  log.push(['ready']);
  tray = new Tray(nativeImage.createFromPath(path.join(here, 'icon.png')));
  tray.setToolTip('Sample: running');
  tray.setContextMenu(menu());
  tray.on('click', () => log.push(['tray-click']));
  for (const name of ['suspend', 'resume']) powerMonitor.on(name, () => log.push([name]));
  ipcMain.handle('greet', (event, { name }) => ({
    text: `hello ${name}`,
    when: new Date(0),
    bytes: new Uint8Array([1, 2, 3]),
    fromMainFrame: event.senderFrame === event.sender.mainFrame,
    url: event.senderFrame.url,
  }));
  ipcMain.handle('fail', () => {
    throw new TypeError('bad thing');
  });
  ipcMain.on('note', (event, value) => event.reply('noted', value));
  sample.window = openWindow({ show: !process.argv.includes('--hidden') });
}

function menu() {
  return Menu.buildFromTemplate([
    { label: '&Open', click: () => log.push(['open']) },
    {
      label: 'Paused',
      type: 'checkbox',
      checked: paused,
      click: (item) => {
        paused = item.checked;
        tray.setToolTip(paused ? 'Sample: paused' : 'Sample: running');
      },
    },
    { type: 'separator' },
    {
      label: 'Team',
      submenu: [
        { label: 'Anna_B', click: () => log.push(['anna']) },
        { label: 'Off', enabled: false },
      ],
    },
    { role: 'quit' },
  ]);
}

function openWindow(options = {}) {
  const begin = performance.now();
  const window = new BrowserWindow({
    width: 500,
    height: 400,
    x: 20,
    y: 30,
    ...options,
    webPreferences: { preload: path.join(here, 'preload.cjs'), sandbox: true },
  });
  window.on('close', (event) => {
    log.push(['close']);
    if (sample.keepOpen && !quitting) {
      event.preventDefault();
      window.hide();
    }
  });
  window.once('ready-to-show', () => sample.openMs.push(Math.round(performance.now() - begin)));
  window.loadFile('index.html').then(
    () => log.push(['loaded']),
    (error) => log.push(['load failed', String(error)]),
  );
  return window;
}

function show(options) {
  const notification = new Notification({ title: 'Sample title', body: 'Sample body', ...options });
  for (const name of ['show', 'click', 'close', 'failed']) {
    notification.on(name, (_event, detail) => log.push([`notification-${name}`, detail]));
  }
  notification.on('action', (_event, index) => log.push(['notification-action', index]));
  notification.show();
}
