import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { z } from 'zod'

/* One Hono route that answers with the bytes of a file, in a process of its own: what a page of the site is measured against. */

const taskSchema = z.strictObject({ file: z.string(), path: z.string(), headers: z.record(z.string(), z.string()) })
const { file, path, headers } = taskSchema.parse(JSON.parse(process.argv[2] ?? ''))
const body = new Uint8Array(await readFile(file))
const app = new Hono()
app.get(path, (c) => c.body(body, 200, headers))
const server = createAdaptorServer({ fetch: app.fetch }).listen(0, '127.0.0.1')
await once(server, 'listening')
process.stdout.write(`listening at http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
await once(process, 'SIGTERM')
server.close()
process.exit(0)
