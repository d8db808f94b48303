import { describe, expect, test } from 'vitest'
import { findLicenseStatement } from '../../../../src/evidence/licenses/license-statement.js'
import { matchLicense } from '../../../../src/evidence/licenses/match-license.js'

const said: [text: string, spdx: string | null, name?: string][] = [
  ['Tool is licensed under the Apache License, Version 2.0.', 'Apache-2.0'],
  ['Released under the MIT license.', 'MIT'],
  ['This project is MIT licensed.', 'MIT'],
  ['License: MIT', 'MIT'],
  ['## License\n\nMIT\n', 'MIT'],
  ['## License\n\n[MIT](LICENSE) © Ada Example\n', 'MIT'],
  ['## License\n\nMIT © [Ada](https://ada.example)\n\n## More\n\nText.', 'MIT'],
  ['SPDX-License-Identifier: BSD-3-Clause', 'BSD-3-Clause'],
  ['SPDX-License-Identifier: GPL-2.0-or-later', 'GPL-2.0-or-later'],
  ['The tool is dual-licensed under MIT or Apache-2.0.', 'MIT OR Apache-2.0'],
  ['Dual-licensed under the MIT and Apache 2.0 licenses.', 'MIT OR Apache-2.0'],
  ['## License\n\nLicensed under either of\n\n- Apache License, Version 2.0\n- MIT license\n\nat your option.\n', 'Apache-2.0 OR MIT'],
  ['It is available under the GNU General Public License v3.0 or later.', 'GPL-3.0-or-later'],
  ['The server is licensed under the GNU AGPLv3.', 'AGPL-3.0-only'],
  ['Distributed under the Business Source License 1.1.', 'BUSL-1.1'],
  ['The code is available under the Elastic License 2.0 (ELv2).', 'Elastic-2.0'],
  ['The model is released under the CC-BY-NC 4.0 license.', 'CC-BY-NC-4.0'],
  ['The model is released under the Creative Commons Attribution-NonCommercial 4.0 International license.', 'CC-BY-NC-4.0'],
  ['The weights are released under the Llama 3.1 Community License.', null, 'Llama 3.1 Community License'],
  ['Use of the model is governed by the Gemma Terms of Use.', null, 'Gemma Terms of Use'],
  ['The model is released under the Mistral Research License.', null, 'Mistral Research License'],
  ['The software is licensed under the Mozilla Public License 2.0.', 'MPL-2.0'],
  ['Lizenziert unter der MIT-Lizenz.', 'MIT'],
  ['Publié sous licence MIT.', 'MIT'],
  ['Publicado bajo la licencia MIT.', 'MIT'],
  ['このソフトウェアは MIT ライセンスで公開されています。', 'MIT'],
  ['Licensed under Sustainable Use License.', 'SUL-1.0'],
  ['Functional Source License: licensed under FSL-1.1-MIT.', 'FSL-1.1-MIT'],
  ['The core is licensed under MIT. Documentation is licensed under CC BY 4.0.', 'MIT'],
]

test.each(said)('%s', (text, spdx, name) => {
  const found = findLicenseStatement(text)
  expect(found?.spdx ?? null).toBe(spdx)
  if (name !== undefined) expect(found?.name).toBe(name)
  expect(text.slice(found?.start, found?.end)).toBe(text.slice(found?.start, found?.end).trim())
})

describe('a sentence that says no license of the tool', () => {
  test.each([
    'The tool was licensed under MIT until 2023.',
    'Version 1 was previously released under the Apache License 2.0.',
    'It is no longer licensed under the MIT license.',
    'The tool is not licensed under MIT.',
    'The documentation is licensed under CC BY 4.0.',
    'Icons are licensed under the MIT license.',
    'It works with dependencies licensed under MIT.',
    'By submitting a pull request you agree that your contribution is licensed under MIT.',
    'Our license is compatible with Apache 2.0.',
    'A license costs $20.',
    'MIT researchers wrote a paper on it.',
    'Our SDKs are open source under the MIT license.',
    'Our client library is available under the MIT License.',
    'Our Terraform provider is released under the Mozilla Public License 2.0.',
    'Code samples are licensed under the Apache 2.0 License.',
    'Kiln detects MIT, Apache-2.0 and GPL-3.0 licensed packages.',
    'Kiln is a proprietary fork of an Apache 2.0 licensed project.',
    'Kiln is built on top of MIT licensed software.',
    'Kiln will be released under the MIT license next year.',
    'Each version becomes Apache 2.0 licensed after four years.',
    'Kiln is not released under an OSI license such as MIT.',
  ])('%s', (text) => {
    expect(findLicenseStatement(text)).toBeNull()
  })
})

test('a plugin that is the tool itself has its own license', () => {
  expect(findLicenseStatement('# Kiln plugin\n\nA plugin for bakers.\n\nThe plugin is MIT licensed.')?.spdx).toBe('MIT')
})

test.each([
  ['The core is licensed under Apache 2.0. The enterprise features are under a commercial license.', false],
  ['The agent runs anywhere. Kiln is licensed under the MIT license. The server is closed source.', false],
  ['Licensed under a modified MIT license.', false],
  ['Licensed under the Apache License 2.0 with additional conditions.', false],
  ['The code is MIT licensed. The model weights are under the Gemma Terms of Use.', false],
  ['Kiln is licensed under the MIT license. Contributions are welcome.', true],
  ['Kiln is dual-licensed: GPL-3.0, or a commercial license.', true],
  ['Kiln is licensed under the modified BSD license.', true],
])('what is said to hold in part or with more terms is no plain license: %s', (text, isPlain) => {
  const match = matchLicense(text)
  expect(match?.rider ?? null).toEqual(isPlain ? null : expect.any(String))
  expect(match === null || match.spdx === null).toBe(!isPlain)
})
