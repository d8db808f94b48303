import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { packageFiles } from '../../platform/files/package-files.js'

const maxAgeSeconds = 3600

/** The published JSON Schemas by their file's name, to be mounted at `schemasPath`. For editors anywhere: no one signs in, and pages of other sites may read them. */
export function createSchemasApp(): Hono {
  const app = new Hono()
  app.use(etag())
  for (const name of readdirSync(packageFiles.schemas)) {
    if (!name.endsWith('.schema.json')) continue
    const body = readFileSync(join(packageFiles.schemas, name), 'utf8')
    app.get(`/${name}`, (c) =>
      c.body(body, 200, {
        'content-type': 'application/schema+json',
        'cache-control': `public, max-age=${maxAgeSeconds}`,
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
      }),
    )
  }
  return app
}
