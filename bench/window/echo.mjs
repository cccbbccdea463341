/* The other end of the bare ping: a utility process that sends back what it gets, and does nothing else. */
process.parentPort.once('message', ({ ports: [port] }) => {
  port.on('message', ({ data }) => port.postMessage(data))
  port.start()
})
