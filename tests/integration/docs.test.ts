import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { fencedBlocks, readDocs } from '../support/docs/read-docs.js'
import { runPanelCommand } from '../support/run-panel-command.js'

const pages = (await readDocs()).map((page) => ({ page: page.path, blocks: fencedBlocks(page) }))
const runnable = pages.filter(({ blocks }) => blocks.some(({ info }) => info === 'sh runnable'))

test.each(runnable)('the blocks of $page that are marked as runnable run', async ({ blocks }) => {
  const folder = await mkdtemp(join(tmpdir(), 'ship-panel-docs-'))
  try {
    for (const part of ['personas', 'fixtures']) await symlink(join(packageFiles.root, part), join(folder, part))
    for (const { info, text } of blocks) {
      const file = /file=(?<name>[\w.-]+)/.exec(info)?.groups?.name
      if (file !== undefined) await writeFile(join(folder, file), text)
      if (info !== 'sh runnable') continue
      for (const line of text.trim().split('\n')) {
        const args = line.split(' ')
        expect(args.splice(0, 2)).toEqual(['npx', 'panel'])
        const { code, stderr } = await runPanelCommand(args, { cwd: folder, env: { PANEL_HOME: join(folder, 'home') } })
        expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: '' })
      }
    }
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('some pages have blocks that run', () => {
  expect(runnable.map(({ page }) => page).sort()).toEqual(['docs/first-comparison.md', 'docs/personas.md'])
})
