import { chmod, mkdir, mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureSharedFolder } from '../../../../../src/platform/db/embedded/shared-folder.js'

let parent: string

beforeEach(async () => {
  parent = await realpath(await mkdtemp(join(tmpdir(), 'ship-panel-shared-')))
})
afterEach(() => rm(parent, { recursive: true }))

describe('ensureSharedFolder', () => {
  it('makes a folder that all may enter and only its owner may write, and finds it again', async () => {
    const folder = await ensureSharedFolder([parent])
    expect(folder).toBe(join(parent, 'ship-panel'))
    expect((await stat(folder)).mode & 0o777).toBe(0o711)
    expect(await ensureSharedFolder([parent])).toBe(folder)
  })

  it('takes the next place when one cannot be written', async () => {
    const file = join(parent, 'not a folder')
    await writeFile(file, '')
    expect(await ensureSharedFolder([join(parent, 'missing'), file, parent])).toBe(join(parent, 'ship-panel'))
  })

  it('refuses a folder that others may write', async () => {
    await mkdir(join(parent, 'ship-panel'))
    await chmod(join(parent, 'ship-panel'), 0o777)
    await expect(ensureSharedFolder([parent])).rejects.toThrow(`${join(parent, 'ship-panel')}: can be written by others`)
  })

  it('refuses what is not a folder', async () => {
    await writeFile(join(parent, 'ship-panel'), '')
    await expect(ensureSharedFolder([parent])).rejects.toThrow(`${join(parent, 'ship-panel')}: is not a folder`)
  })
})
