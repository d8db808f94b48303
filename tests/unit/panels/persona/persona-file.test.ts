import { describe, expect, it } from 'vitest'
import { personaSchema } from '../../../../src/contracts/persona.js'
import { parsePersonaFile } from '../../../../src/panels/persona/persona-file.js'
import { hashJson } from '../../../../src/platform/hash.js'
import { goodPersona, spoiled } from '../../../support/panels/persona/sample.js'

function read(text: string, file = 'personas/pilot.md') {
  const { outcome } = parsePersonaFile({ text, file })
  if ('persona' in outcome) return outcome.persona
  throw new Error(outcome.problems.map(({ line, column, message }) => `${line}:${column} ${message}`).join('\n'))
}

/** `line:column message | fix`, one string a problem. */
function problemsOf(text: string, file = 'personas/pilot.md'): string[] {
  const { outcome } = parsePersonaFile({ text, file })
  return 'problems' in outcome ? outcome.problems.map(({ line, column, message, fix }) => `${line}:${column} ${message} | ${fix}`) : []
}

/** `line:column message`, one string a problem. */
function told(text: string, file?: string): string[] {
  return problemsOf(text, file).map((problem) => problem.split(' | ')[0] ?? '')
}

describe('a persona file that is right', () => {
  it('comes back as front matter with its defaults, template, and the hash of both', () => {
    const persona = read(goodPersona)
    expect(personaSchema.parse(persona)).toEqual(persona)
    expect(persona).toMatchObject({
      id: 'pilot',
      version: 1,
      order: 5,
      quoteWords: { min: 3, max: 20 },
      predictions: { min: 0 },
      forbids: [],
    })
    expect(persona.template.startsWith('# The Pilot\n\nYou steer {{ tool }}')).toBe(true)
    expect(persona.template.endsWith('"call": "ship"\n}\n```')).toBe(true)
    const { sha256, ...content } = persona
    expect(sha256).toBe(hashJson(content))
  })

  it('has the same hash with other line ends and a byte order mark, and another for another word', () => {
    const { sha256 } = read(goodPersona)
    expect(read(`\uFEFF${goodPersona.replaceAll('\n', '\r\n')}\r\n`).sha256).toBe(sha256)
    expect(read(spoiled(['You steer', 'You turn'])).sha256).not.toBe(sha256)
    expect(read(spoiled(['Does it steer?', 'Does it turn?'])).sha256).not.toBe(sha256)
  })

  it('may assign variables of its own, loop and branch, and show braces as text', () => {
    const body = `{% assign first = tool | split: " " | first %}{{ first }}{% for word in vendor %}{{ forloop.index }}{% endfor %}
{% if tool == "x" %}y{% endif %}{% raw %}{{ anything }}{% endraw %}{% comment %}{{ nothing }}{% endcomment %}`
    expect(problemsOf(spoiled(['You steer {{ tool }} by {{ vendor }}.', body]))).toEqual([])
  })

  it('may draw a rule of three hyphens in its prose', () => {
    expect(read(spoiled(['# The Pilot\n', '# The Pilot\n\n---\n'])).template).toContain('# The Pilot\n\n---\n')
  })
})

describe('a persona file with problems', () => {
  it('has the problems of its front matter and of its prose reported together, in the order of the lines', () => {
    const text = spoiled(
      ['id: pilot', 'id: captain'],
      ['version: 1', 'version: 0'],
      ['order: 5', 'ordre: 5'],
      ['[tool, vendor]', '[tool, vendor, rivals, colour]'],
      ['  - id: depth', '  - id: rudder'],
      ['  min: 3', '  min: 30'],
      ['You steer {{ tool }}', 'You steer {{ as_of }} {{ tool }} {{ vendr }}'],
    )
    expect(problemsOf(text)).toEqual([
      '2:1 the key "order" is missing | add "order:" with a whole number',
      '3:5 id is "captain", but the file is called pilot.md | write "pilot", or rename the file to captain.md',
      '4:10 version is the number 0 | write a whole number above 0',
      '7:1 the key "ordre" is unknown | did you mean "order"? remove it, or write one of the keys known here: schema, id, version, seat, question, order, variables, asks, quoteWords, predictions, forbids, compact',
      '8:27 the variable "rivals" is declared but not used | use {{ rivals }} in the prose, or take it out here',
      '8:35 variables[3] is "colour" | write one of "tool", "vendor", "category", "as_of" or "rivals"',
      '12:9 asks[1].id is "rudder", as is asks[0].id | give each ask its own id',
      '16:8 quoteWords.min is 30, more than quoteWords.max, 20 | write a number of at most 20, or raise max',
      '22:14 the variable "as_of" is used but not declared | add "as_of" to variables in the front matter, or take it out here',
      '22:37 the variable "vendr" does not exist | did you mean "vendor"? use one of tool, vendor, category, as_of, rivals',
    ])
  })

  it('has each place reported where a variable is not declared', () => {
    expect(told(spoiled(['You steer {{ tool }}', 'You {{tool}} {% if category %}x{% endif %}\n{{ category }}']))).toEqual([
      '22:20 the variable "category" is used but not declared',
      '23:4 the variable "category" is used but not declared',
    ])
  })

  it('has variables, choices and asks reported that it names twice', () => {
    const text = spoiled(['[tool, vendor]', '[tool, vendor, tool]'], ['[shallow, deep]', '[shallow, deep, shallow]'])
    expect(told(text)).toEqual(['8:27 variables[2] is "tool", as is variables[0]', '14:30 asks[1].choices names "shallow" twice'])
  })

  it('has every Liquid error reported with its line in the file', () => {
    const text = spoiled(['You steer {{ tool }} by {{ vendor }}.', 'a {% foo %}\n{{ tool | nofilter }}\n  {% if vendor %}'])
    expect(problemsOf(text)).toEqual([
      '22:3 the template is broken: tag "foo" not found | use a tag of Liquid that exists and pair it with its end; tags that load other files are turned off here',
      '23:1 the template is broken: undefined filter: nofilter | use a filter of Liquid that exists; those for dates and chance are turned off here',
      '24:3 the template is broken: tag {% if vendor %} not closed | fix the Liquid here; between {% raw %} and {% endraw %} braces are plain text',
    ])
    expect(told(spoiled(['by {{ vendor }}', 'by {{ vendor']))[0]).toMatch(/^22:25 the template is broken: output "\{\{ vendor/)
  })

  it('has what is wrong with its compact text reported where that is', () => {
    const compact = (text: string) => spoiled(['id: pilot', `id: pilot\ncompact: ${JSON.stringify(text)}`])
    expect(read(compact('You steer {{ tool }}.')).compact).toBe('You steer {{ tool }}.')
    expect(problemsOf(compact('You {{ as_of }} {% foo %}'))).toEqual([
      expect.stringMatching(/^4:10 the template is broken: tag "foo" not found \|/),
    ])
    expect(told(compact('You steer {{ category }} and {{ colour }}.'))).toEqual([
      '4:10 the variable "category" is used but not declared',
      '4:10 the variable "colour" does not exist',
    ])
    expect(told(compact(' '))).toEqual(['4:10 compact is empty'])
  })

  it('has what would break reported, though it breaks only when the template is filled', () => {
    expect(problemsOf(spoiled(['{{ tool }}', '{{ tool.name }} {{ tool | append }}']))).toEqual([
      '22:14 the template is broken: undefined variable: tool.name | take the part behind the dot away: variables are plain text',
      '22:27 the template is broken: append expect 2 arguments | fix the Liquid here; between {% raw %} and {% endraw %} braces are plain text',
    ])
  })

  it('may not reach for other files, the clock or chance', () => {
    for (const tag of ['{% include "x" %}', '{% render "x" %}', '{% layout "x" %}', '{% block x %}{% endblock %}']) {
      expect(told(spoiled(['# The Pilot', tag]))[0]).toMatch(/^20:1 the template is broken: tag "\w+" not found/)
    }
    for (const filter of ['date: "%Y"', 'sample']) {
      expect(told(spoiled(['# The Pilot', `{{ tool | ${filter} }}`]))[0]).toMatch(/^20:1 the template is broken: undefined filter/)
    }
  })

  it('may not loop over more than a request could hold', () => {
    expect(told(spoiled(['# The Pilot', '{% for i in (1..2000000000) %}x{% endfor %}']))).toEqual([
      '20:1 the template is broken: memory alloc limit exceeded',
    ])
  })

  it('has no front matter, or one without an end', () => {
    const example = 'begin the file with a line "---", then "schema: panel.persona/1" and the other keys, then another line "---"'
    expect(problemsOf('# The Pilot\n')).toEqual([`1:1 the file has no front matter | ${example}`])
    expect(problemsOf('')).toEqual([`1:1 the file has no front matter | ${example}`])
    expect(told(`\n${goodPersona}`)).toEqual(['1:1 the file has no front matter'])
    expect(told('---\nid: pilot\n\n# The Pilot\n')).toEqual(['1:1 the front matter that opens here is never closed'])
  })

  it('has no prose', () => {
    const text = `${goodPersona.slice(0, goodPersona.indexOf('\n# The Pilot'))}\n  \n`
    expect(problemsOf(text)).toEqual(['19:1 the file has no prose, so there is no prompt | write the prompt below the front matter'])
  })

  it('has broken YAML: its Liquid is still checked, its variables are not guessed at', () => {
    const text = spoiled(['seat: The Pilot', 'seat: The: Pilot'], ['{{ vendor }}', '{{ vendor | nofilter }}'])
    expect(told(text)).toEqual([
      '5:7 this is not valid YAML: a text that holds ": " reads as a mapping of its own',
      '22:25 the template is broken: undefined filter: nofilter',
    ])
  })

  it('holds a NUL, which no database keeps', () => {
    expect(told(spoiled(['by {{ vendor }}', 'by\0 {{ vendor }}']))).toEqual([
      '22:24 the text holds a NUL character, which cannot be stored',
    ])
  })

  it('is too large', () => {
    expect(told(`${goodPersona}${'x'.repeat(1024 * 1024)}`)[0]).toMatch(/^1:1 the file is too large/)
  })
})
