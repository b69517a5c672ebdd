const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('api', {
  version: process.versions.electron,
  greet: (who) => ipcRenderer.invoke('greet', who),
  fail: () => ipcRenderer.invoke('fail'),
  note: (value) => ipcRenderer.send('note', value),
  on(channel, listener) {
    const wrapped = (_event, ...args) => listener(...args);
    ipcRenderer.on(channel, wrapped);
    return () => ipcRenderer.off(channel, wrapped);
  },
});
