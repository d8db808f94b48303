import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { matchLicense } from '../../../../src/evidence/licenses/match-license.js'

const require = createRequire(import.meta.url)

/** A license's text of the SPDX list, with its names filled in as people do. */
function textOf(id: string): string {
  const { licenseText } = JSON.parse(readFileSync(require.resolve(`spdx-license-list/licenses/${id}.json`), 'utf8')) as {
    licenseText: string
  }
  return licenseText
    .replaceAll('<year>', '2024')
    .replaceAll('<copyright holders>', 'Ada Example')
    .replaceAll('<owner>', 'Ada Example')
    .replaceAll('[yyyy]', '2024')
    .replaceAll('[name of copyright owner]', 'Ada Example Ltd.')
}

const wrapped = (text: string): string => text.replace(/(.{50}\S*) /g, '$1\n   ')

const byText = [
  ...[
    'MIT',
    'MIT-0',
    'X11',
    'ISC',
    '0BSD',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'BSD-4-Clause',
    'BSD-3-Clause-Clear',
    'Apache-2.0',
    'Zlib',
    'BSL-1.0',
  ],
  ...[
    'GPL-2.0-only',
    'GPL-3.0-only',
    'LGPL-2.1-only',
    'LGPL-3.0-only',
    'AGPL-3.0-only',
    'MPL-2.0',
    'EPL-2.0',
    'EPL-1.0',
    'EUPL-1.2',
    'Unlicense',
  ],
  ...['CC0-1.0', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'CC-BY-NC-4.0', 'CC-BY-NC-SA-4.0', 'CC-BY-ND-4.0', 'CC-BY-NC-ND-4.0', 'CC-BY-NC-3.0', 'JSON'],
  ...[
    'BUSL-1.1',
    'SSPL-1.0',
    'Elastic-2.0',
    'FSL-1.1-ALv2',
    'FSL-1.1-MIT',
    'SUL-1.0',
    'PolyForm-Noncommercial-1.0.0',
    'PolyForm-Small-Business-1.0.0',
  ],
  ...[
    'Artistic-2.0',
    'PostgreSQL',
    'BlueOak-1.0.0',
    'WTFPL',
    'OFL-1.1',
    'NCSA',
    'UPL-1.0',
    'MulanPSL-2.0',
    'ECL-2.0',
    'Hippocratic-2.1',
    'Parity-7.0.0',
  ],
]

test.each(byText)('the text of %s, as it is and wrapped otherwise', (id) => {
  for (const text of [textOf(id), wrapped(textOf(id)), `${textOf(id).replaceAll('"', '”')}\n\n`, textOf(id).toUpperCase()]) {
    const found = matchLicense(text)
    expect(found?.spdx).toBe(id)
    expect(found?.by).toBe('text')
    expect(found?.similarity).toBeGreaterThan(0.95)
    expect(found?.at.start).toBeLessThan(found?.at.end ?? 0)
  }
})

describe('a text that is not quite a license is not called by its id', () => {
  const mit = textOf('MIT')
  const changed: [what: string, text: string][] = [
    ['a condition added', mit.replace('subject to the\nfollowing', 'for non-commercial purposes only, subject to the following')],
    ['the right to sell left out', mit.replace(', sublicense, and/or sell', ' and sublicense')],
    ['a clause behind it', `${mit}\n\nAdditional terms: the Software may not be offered to third parties as a managed service.`],
    [
      'a clause before it',
      `The following restrictions apply in addition to the license below: companies with more than 100 employees must obtain a license.\n\n${mit}`,
    ],
    [
      'a clause in the middle',
      mit.replace('THE SOFTWARE IS PROVIDED', 'The Software must not be used by competitors of the Licensor.\n\nTHE SOFTWARE IS PROVIDED'),
    ],
    ['a field of use', `${textOf('Apache-2.0')}\n\n10. The Work shall not be used for military purposes.`],
    [
      'parts under other terms',
      `Portions of this software are licensed as follows:\n\n* All content under "ee/" is licensed under the license in "ee/LICENSE".\n* Content outside is available under the MIT license below.\n\n${mit}`,
    ],
    [
      'an attribution that is asked for',
      `${mit}\nIn addition, products built on the Software must display "Powered by Tool" in their user interface.`,
    ],
    ['personal use alone', mit.replace('to any person obtaining', 'for personal use to any person obtaining')],
  ]
  test.each(changed)('%s', (_, text) => {
    const found = matchLicense(text)
    expect(found?.spdx).toBeNull()
    expect(found?.name).toContain('with other terms')
    expect(found?.rider).not.toBeNull()
  })
})

describe('what does not change a license', () => {
  const mit = textOf('MIT')
  const same: [what: string, text: string, spdx: string][] = [
    [
      'an owner in the text',
      textOf('BSD-3-Clause').replaceAll('THE COPYRIGHT HOLDERS AND CONTRIBUTORS', 'EXAMPLE LTD. AND CONTRIBUTORS'),
      'BSD-3-Clause',
    ],
    ['several owners', `Copyright (c) 2020 Ada\nCopyright © 2021-present Bert and others\nPortions Copyright 2010 Cid\n${mit}`, 'MIT'],
    ['no title', mit.replace('MIT License', ''), 'MIT'],
    ['no instructions for use', textOf('Apache-2.0').split('APPENDIX')[0] ?? '', 'Apache-2.0'],
    ['Markdown', `# License\n\n> ${mit.replaceAll('\n', '\n> ')}`, 'MIT'],
    ['licenses of bundled parts behind it', `${mit}\n\n## Licenses of bundled dependencies\n\n${textOf('ISC')}`, 'MIT'],
    [
      'a sentence about a commercial edition beside a copyleft license',
      `${textOf('AGPL-3.0-only')}\n\nCommercial licenses are available from Example Ltd.`,
      'AGPL-3.0-only',
    ],
    [
      'or any later version, said of the tool',
      `This program is free software under the terms of version 3 of the license, or (at your option) any later version.\n\n${textOf('GPL-3.0-only')}`,
      'GPL-3.0-or-later',
    ],
    ['the license that it adds to', `${textOf('GPL-3.0-only')}\n\n${textOf('LGPL-3.0-only')}`, 'LGPL-3.0-only'],
    [
      'parameters of its own',
      `Business Source License 1.1\n\nParameters\n\nLicensor: Example Ltd.\nLicensed Work: Tool 2.0. The Licensed Work is (c) 2024 Example Ltd.\nAdditional Use Grant: You may make production use of the Licensed Work, provided you do not offer it to third parties as a database service.\nChange Date: 2028-01-01\nChange License: Apache License, Version 2.0\n\n${textOf('BUSL-1.1')}`,
      'BUSL-1.1',
    ],
    [
      'either of two',
      `This project is dual-licensed: choose either of these.\n\n${mit}\n\n---\n\n${textOf('Apache-2.0')}`,
      'MIT OR Apache-2.0',
    ],
    ['two that both apply', `${mit}\n\n---\n\n${textOf('Zlib')}`, 'MIT AND Zlib'],
    [
      'an exception',
      `${textOf('Apache-2.0')}\n\n--- LLVM Exceptions to the Apache 2.0 License ----\n\nAs an exception, if, as a result of your compiling your source code, portions of this Software are embedded into an Object form of such source code, you may redistribute such embedded portions.`,
      'Apache-2.0 WITH LLVM-exception',
    ],
  ]
  test.each(same)('%s', (_, text, spdx) => {
    expect(matchLicense(text)).toMatchObject({ spdx, rider: null })
  })
})

describe('licenses that the list has no text of', () => {
  test.each([
    [
      'LLAMA 3.1 COMMUNITY LICENSE AGREEMENT\nLlama 3.1 Version Release Date: July 23, 2024\n\n“Agreement” means the terms and conditions for use.',
      'Llama 3.1 Community License',
    ],
    ['Gemma Terms of Use\n\nLast modified: February 21, 2024\n\nBy using Gemma you agree to the Agreement.', 'Gemma Terms of Use'],
    [
      '# Mistral AI Research License\n\nIf You want to use a Mistral Model for any purpose that is not expressly authorized, request a license.',
      'Mistral Research License',
    ],
    [
      '# PolyForm Shield License 1.0.0\n\n<https://polyformproject.org/licenses/shield/1.0.0>\n\n## Acceptance\n\nIn order to get any license…',
      'PolyForm Shield License 1.0.0',
    ],
    ['CreativeML Open RAIL-M\ndated August 22, 2022\n\nSection I: PREAMBLE\n\nMultimodal generative models…', 'OpenRAIL'],
    [
      'Confluent Community License Agreement Version 1.0\n\nThis Confluent Community License Agreement sets forth the terms.',
      'Confluent Community License',
    ],
    [
      `“Commons Clause” License Condition v1.0\n\nThe Software is provided to you by the Licensor under the License, subject to the following condition.\n\n${textOf('Apache-2.0')}`,
      'Apache License 2.0 with Commons Clause',
    ],
    [
      `${textOf('MIT')}\n\n"Commons Clause" License Condition v1.0\n\nThe grant of rights under the License will not include the right to Sell the Software.`,
      'MIT License with Commons Clause',
    ],
  ])('%s', (text, name) => {
    expect(matchLicense(text)).toMatchObject({ spdx: null, name })
  })
})

test('a text about something else has none', () => {
  expect(matchLicense('')).toBeNull()
  expect(matchLicense('A queue for PostgreSQL. It costs nothing to try. Permission is a word, and so is software.')).toBeNull()
  expect(matchLicense('All rights reserved. This software is proprietary to Example Ltd. and may not be copied.'.repeat(20))).toBeNull()
})

test('a README that says its license, and one that has its text in a section', () => {
  expect(matchLicense('# Tool\n\nA tool.\n\n## License\n\nLicensed under the Apache License 2.0.\n')).toMatchObject({
    spdx: 'Apache-2.0',
    by: 'statement',
  })
  const readme = `# Tool\n\n${'It may not be what you expect. It is hosted by others. '.repeat(60)}\n\n## License\n\n${textOf('MIT')}`
  expect(matchLicense(readme)).toMatchObject({ spdx: 'MIT', by: 'text' })
})
