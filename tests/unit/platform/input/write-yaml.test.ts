import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { writeYaml } from '../../../../src/platform/input/write-yaml.js'
import { readYaml } from '../../../../src/platform/input/yaml-document.js'

const read = (text: string) => readYaml({ text, file: 'written.yaml' })

describe('plain data as YAML', () => {
  test('is read back as it was, whatever its texts hold', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^[ \t\n#:>|'"a-z-]{0,40}$/),
      fc.constantFrom('yes', '1.0', '~', '2026-11-26', '"'),
    )
    const data = fc.record({
      name: text,
      list: fc.array(fc.record({ text, number: fc.integer(), none: fc.constant(null) }), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(data, (value) => {
        const { value: back, problems } = read(writeYaml(value))
        // Characters that YAML may not hold are told of when the file is read, and lost by no one.
        if (problems.length === 0) expect(back).toEqual(value)
      }),
    )
  })

  test('shows a text of several lines as a block', () => {
    expect(writeYaml({ text: 'One line.\n\n- and an item\n' })).toBe('text: |\n  One line.\n\n  - and an item\n')
  })

  test('quotes what older tools would read as something else than a text', () => {
    const data = { use: 'yes', call: 'No', port: '0o17', day: '2026-11-27', time: '12:30:00', size: 17, isOpen: true, name: 'Yes, it is' }
    const text = writeYaml(data)
    expect(text).toContain('use: "yes"\ncall: "No"\n')
    expect(text).toContain('name: Yes, it is\n')
    expect(parse(text, { version: '1.1' })).toEqual(data)
  })

  test('has a comment before each place that is named', () => {
    const text = writeYaml({ tool: { name: '' }, rivals: [] }, [
      { path: ['tool', 'name'], text: 'Missing: look there' },
      { path: ['rivals'], text: 'Missing: one\nand two' },
      { path: ['no', 'such'], text: 'nothing' },
    ])
    expect(text).toBe('tool:\n  # Missing: look there\n  name: ""\n# Missing: one\n# and two\nrivals: []\n')
  })
})
