import { describe, expect, it } from 'vitest'
import type { Persona, TemplateVariable } from '../../../../src/contracts/persona.js'
import { renderPersona } from '../../../../src/panels/prompt/render-persona.js'
import { samplePersona } from '../../../support/samples.js'

const variables: Record<TemplateVariable, string> = {
  tool: 'Ferry',
  vendor: 'Harbour Ltd',
  category: 'Developer Tools',
  as_of: '2026-11-20',
  rivals: 'rsync, scp',
}

function withTemplate(template: string, declared: Persona['variables']): Persona {
  return samplePersona({ template, variables: declared })
}

describe('a persona', () => {
  it('is filled with the variables that it declares, the same each time', () => {
    const persona = withTemplate('{{ tool }} by {{ vendor }}, against {{ rivals | split: ", " | last }}.', ['tool', 'vendor', 'rivals'])
    expect(renderPersona(persona, variables)).toBe('Ferry by Harbour Ltd, against scp.')
    expect(renderPersona(persona, variables)).toBe(renderPersona(persona, { ...variables }))
  })

  it('is filled with text as it is: nothing in it is escaped or taken for Liquid', () => {
    const tricky = '<b>"Ferry" & {{ vendor }} {% include "x" %}</b>'
    expect(renderPersona(withTemplate('{{ tool }}', ['tool']), { ...variables, tool: tricky })).toBe(tricky)
  })

  it('keeps its white space', () => {
    expect(renderPersona(withTemplate('\n a\n\n{{ tool }}  \n', ['tool']), variables)).toBe('\n a\n\nFerry  \n')
  })

  it('is an error when it uses a variable that it does not declare, or one that is not given', () => {
    expect(() => renderPersona(withTemplate('{{ tool }} {{ vendor }}', ['tool']), variables)).toThrow(
      'the template of persona "dx" cannot be filled: undefined variable: vendor',
    )
    const { vendor: _, ...incomplete } = variables
    const given: Record<TemplateVariable, string> = Object.assign(Object.create(null), incomplete)
    expect(() => renderPersona(withTemplate('{{ vendor }}', ['vendor']), given)).toThrow('undefined variable: vendor')
  })

  it('is an error when it reaches for another file or an unknown filter', () => {
    expect(() => renderPersona(withTemplate('{% include "package.json" %}', []), variables)).toThrow('tag "include" not found')
    expect(() => renderPersona(withTemplate('{{ tool | nofilter }}', ['tool']), variables)).toThrow('undefined filter: nofilter')
  })
})
