import { stripVTControlCharacters } from 'node:util'
import pc from 'picocolors'
import { expect, test } from 'vitest'
import { proposalText } from '../../../src/cli/proposal-text.js'
import type { Proposal } from '../../../src/contracts/proposal.js'
import { sampleProposal } from '../../support/evidence/sample-proposal.js'

const textOf = (change: Partial<Proposal>, columns = 60) =>
  stripVTControlCharacters(proposalText(sampleProposal(change), { colors: pc.createColors(false), columns }))

test('a line that goes on is set in below its start, and none is too wide', () => {
  const lines = textOf({}).split('\n')
  expect(lines.filter((line) => line.length > 64)).toEqual([])
  expect(lines.filter((line) => line !== line.trimEnd())).toEqual([])
  const at = lines.findIndex((line) => line.startsWith('License  '))
  expect(lines[at + 1]).toMatch(/^ {2}\S/)
})

test('a text that changed shows how many lines did, and the first that is new', () => {
  const changes = [{ field: 'text of Pricing', before: '# Pricing\n\nTeam: $19\nEnd.', after: '# Pricing\n\nTeam: $24\nEnd.' }]
  expect(textOf({ changes }, 200)).toMatch(/text of Pricing.*: 1 new line and 1 gone: “.*Team: \$24.*”/)
})

test('where nothing could be read, it is not said where each field would be', () => {
  expect(textOf({ sources: [] })).not.toContain('Missing')
  expect(textOf({})).toContain('Missing')
})
