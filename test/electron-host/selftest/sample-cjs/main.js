// The same as the other sample in its smallest form, as CommonJS.
const path = require('node:path');
const { app, BrowserWindow, ipcMain } = require('electron');

globalThis.sample = { wasReadyAtLoad: app.isReady() };

app.whenReady().then(() => {
  ipcMain.handle('greet', (_event, { name }) => ({ text: `hello ${name}` }));
  const pages = path.join(__dirname, '../sample-esm');
  const window = new BrowserWindow({
    webPreferences: { preload: path.join(pages, 'preload.cjs') },
  });
  return window.loadFile(path.join(pages, 'index.html'));
});
