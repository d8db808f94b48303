import { join } from 'node:path'
import { packageFiles } from '../src/platform/files/package-files.js'
import { writeWhole } from '../src/platform/files/write-whole.js'
import { reviewTable } from '../src/review/rules/review-table.js'

await writeWhole(join(packageFiles.root, 'docs', 'review-rules.md'), reviewTable())
