import { pathToFileURL } from 'node:url'
import { app } from 'electron'
import { tellPainted } from './tell-painted.mjs'

/* The built till, which in addition says when it was painted ready to sell. */

tellPainted(app, process.env.EVERTILL_BENCH_PAINTED)
await import(pathToFileURL(process.env.EVERTILL_BENCH_MAIN).href)
