import { describe, expect, test } from 'vitest'
import { readExpression } from '../../../../src/evidence/licenses/expression.js'
import { readLicenseName } from '../../../../src/evidence/licenses/license-names.js'
import { licenseTerms } from '../../../../src/evidence/licenses/license-terms.js'

describe('what a license allows', () => {
  test.each([
    ['MIT', true, 'yes'],
    ['Apache-2.0', true, 'yes'],
    ['Apache 2.0', true, 'yes'],
    ['GPL-3.0', true, 'yes'],
    ['AGPL-3.0-or-later', true, 'yes'],
    ['CC0-1.0', true, 'yes'],
    ['CC-BY-4.0', true, 'yes'],
    ['CC-BY-NC-4.0', false, 'no'],
    ['CC-BY-NC-SA-4.0', false, 'no'],
    ['CC-BY-ND-4.0', false, 'yes'],
    ['BUSL-1.1', false, 'conditional'],
    ['SSPL-1.0', false, 'conditional'],
    ['Elastic-2.0', false, 'conditional'],
    ['FSL-1.1-MIT', false, 'conditional'],
    ['SUL-1.0', false, 'conditional'],
    ['PolyForm-Noncommercial-1.0.0', false, 'no'],
    ['PolyForm-Small-Business-1.0.0', false, 'conditional'],
    ['JSON', false, 'conditional'],
    ['Llama 3.1 Community License', false, 'conditional'],
    ['Gemma Terms of Use', false, 'conditional'],
    ['Mistral Research License', false, 'no'],
    ['openrail', false, 'conditional'],
    ['Apache License 2.0 with Commons Clause', false, 'conditional'],
    ['Redis Source Available License 2.0', false, 'conditional'],
    ['BSD', true, 'yes'],
    ['GPL', true, 'yes'],
    ['MIT OR Apache-2.0', true, 'yes'],
    ['MIT/Apache-2.0', true, 'yes'],
    ['MIT AND CC-BY-NC-4.0', false, 'no'],
    ['BUSL-1.1 OR Apache-2.0', true, 'yes'],
    ['(MIT AND Zlib) OR GPL-2.0-only', true, 'yes'],
    ['GPL-2.0-only WITH Classpath-exception-2.0', true, 'yes'],
    ['SEE LICENSE IN LICENSE.txt', null, 'unknown'],
    ['UNLICENSED', null, 'unknown'],
    ['proprietary', null, 'unknown'],
    ['MIT License with other terms', null, 'unknown'],
    ['Example Community License', null, 'unknown'],
    ['', null, 'unknown'],
  ])('%s', (license, isOpen, commercialUse) => {
    expect(licenseTerms(license)).toMatchObject({ isOpen, commercialUse })
  })

  test('one that is not open says so in its summary', () => {
    for (const id of ['BUSL-1.1', 'SSPL-1.0', 'FSL-1.1-ALv2', 'Elastic-2.0', 'Llama 3 Community License'])
      expect(licenseTerms(id).summary).toMatch(/^Source available, not open source\./)
  })
})

test.each([
  ['MIT License', 'MIT'],
  ['The MIT License (MIT)', 'MIT'],
  ['mit', 'MIT'],
  ['Apache License, Version 2.0', 'Apache-2.0'],
  ['License :: OSI Approved :: MIT License', 'MIT'],
  ['License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)', 'GPL-3.0-or-later'],
  ['GPLv3', 'GPL-3.0-only'],
  ['GPL-3.0+', 'GPL-3.0-or-later'],
  ['GNU Affero General Public License v3.0', 'AGPL-3.0-only'],
  ['BSD-3-Clause', 'BSD-3-Clause'],
  ['BSD 3-Clause "New" or "Revised" License', 'BSD-3-Clause'],
  ['New BSD License', 'BSD-3-Clause'],
  ['Mozilla Public License 2.0 (MPL 2.0)', 'MPL-2.0'],
  ['cc-by-nc-4.0', 'CC-BY-NC-4.0'],
  ['bsl-1.0', 'BSL-1.0'],
  ['The Unlicense', 'Unlicense'],
  ['ISC License', 'ISC'],
  ['Business Source License 1.1', 'BUSL-1.1'],
  ['Functional Source License, Version 1.1, MIT Future License', 'FSL-1.1-MIT'],
])('the name %s is %s', (name, spdx) => {
  expect(readLicenseName(name)?.spdx).toBe(spdx)
})

test('an expression in its outermost parts; AND binds closer', () => {
  expect(readExpression('MIT OR Apache-2.0')).toEqual({ operator: 'OR', parts: ['MIT', 'Apache-2.0'] })
  expect(readExpression('(MIT OR Apache-2.0) AND ISC')).toEqual({ operator: 'AND', parts: ['(MIT OR Apache-2.0)', 'ISC'] })
  expect(readExpression('MIT AND ISC OR Zlib')).toEqual({ operator: 'OR', parts: ['MIT AND ISC', 'Zlib'] })
  expect(readExpression('(MIT)')).toBeNull()
  expect(readExpression('MIT')).toBeNull()
  expect(readExpression('('.repeat(10_000))).toBeNull()
})
