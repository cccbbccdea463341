import { contextBridge, ipcRenderer } from 'electron'

/*
 * Preload only carries: it asks main for a port and hands the port to the page. Neither Node nor IPC is reachable
 * from the page, and no business passes here.
 */

contextBridge.exposeInMainWorld('till', { connect: () => ipcRenderer.send('till:connect') })

ipcRenderer.on('till:port', (event) => {
  window.postMessage({ kind: 'till_port' }, window.location.origin, [...event.ports])
})

ipcRenderer.on('till:core-lost', () => {
  window.postMessage({ kind: 'core_lost' }, window.location.origin)
})
