import { join } from 'node:path'
import { packageFiles } from '../src/package-files.js'
import { reviewTable } from '../src/review/review-table.js'
import { writeWhole } from '../src/write-whole.js'

await writeWhole(join(packageFiles.root, 'docs', 'review-rules.md'), reviewTable())
