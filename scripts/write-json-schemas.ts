import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFiles } from '../src/platform/files/package-files.js'
import { writeWhole } from '../src/platform/files/write-whole.js'
import { buildJsonSchemas } from './json-schemas.js'

const folder = join(packageFiles.root, 'docs', 'schemas')
await mkdir(folder, { recursive: true })
for (const [file, text] of Object.entries(buildJsonSchemas())) await writeWhole(join(folder, file), text)
