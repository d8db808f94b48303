import { expect, test } from 'vitest'
import { renderTemplate } from '../../../../src/panels/persona/persona-template.js'

test('a template that would loop for days is stopped', () => {
  const loops = Array.from({ length: 4 }, (_, n) => `{% for x${n} in a %}`).join('')
  const ends = '{% endfor %}'.repeat(4)
  expect(() => renderTemplate(`{% assign a = (1..1500) %}${loops}${ends}`, {})).toThrow(/render limit/)
})
