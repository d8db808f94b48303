import { expect, test } from 'vitest'
import { loadedPackages } from '../../support/loaded-packages.js'

test('the command line itself loads commander and nothing else: what a command takes is loaded when it is run', () => {
  expect(Object.fromEntries(loadedPackages('src/cli/main.ts'))).toEqual({ commander: expect.any(String) })
})
