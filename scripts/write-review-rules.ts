import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFiles } from '../src/package-files.js'
import { reviewTable } from '../src/review/review-table.js'

await writeFile(join(packageFiles.root, 'docs', 'review-rules.md'), reviewTable())
