import { describe, expect, test } from 'vitest'
import { findPrices } from '../../../../src/evidence/fields/find-prices.js'
import { source } from '../../../support/evidence/read-source.js'

const names = ['Kiln']
const isFree = (text: string): boolean => findPrices(source(text), { names }).entryPrice?.value.amount === 0

describe('what is over, planned, denied, for payers, for a time or of another is not free', () => {
  test.each([
    'Free plan: discontinued on 1 March 2026.',
    'Free plan (discontinued)',
    'Our free tier is going away on June 1.',
    'The free tier, which ended in 2024, had 3 seats.',
    'The free plan is not available to new customers.',
    'Free plan coming soon.',
    'A free version will be released next year.',
    'We are working on a free plan.',
    "We don't currently offer a free tier.",
    "There's no such thing as a free plan.",
    'Our API used to have a free tier.',
    'The free plan expires after two weeks.',
    'The free tier is limited to 14 days.',
    'Free for the first year',
    '$0 for the first month',
    '$0 due today',
    '0 € Einrichtungsgebühr',
    'Kostenlos für 30 Tage',
    '30日間無料',
    'Free for existing customers',
    'Free for customers of Acme Cloud.',
    'Free to use with a paid plan.',
    'Sign up for a free account and choose a plan.',
    'Our competitors’ free plan is limited.',
    'Unlike Foo, which has a free tier, we charge from day one.',
    'Foo’s free plan only stores 7 days.',
    'It works with the free tier of AWS.',
    'We love free and open source software.',
    'Free and open source alternatives exist, but they are slow.',
    'Royalty-free and free to use icons included.',
    'Ad-free',
  ])('%s', (line) => {
    expect(isFree(`# Kiln\n\nKiln bakes services.\n\n${line}\n`)).toBe(false)
    expect(isFree(`# Pricing\n\n## Pro\n\n$19 / month\n\n${line}\n`)).toBe(false)
  })
})

test.each([
  'Free plan: 3 projects',
  'The free plan never expires.',
  'Kiln’s free plan has no time limit.',
  'The free plan keeps logs for 7 days.',
  'Kiln is a free and open source tool.',
  'Der Basis-Tarif ist kostenlos.',
  'Hobby - free',
])('what is free now is: %s', (line) => {
  expect(isFree(`# Kiln\n\n${line}\n\n## Pro\n\n$19 / month\n`)).toBe(true)
})

test('what is free beside a plan is no plan: fees, viewers and support in a table of prices', () => {
  const table =
    '| Feature | Team | Business |\n| --- | --- | --- |\n| Price | $29/mo | $99/mo |\n| Setup fee | Free | Free |\n| Extra viewer | $0 | $0 |'
  const { entryPrice, plans } = findPrices(source(table), { names })
  expect(entryPrice?.value).toMatchObject({ amount: 29, per: 'month' })
  expect(plans.map(({ value }) => value.name)).toEqual(['Team', 'Business'])
  const rows = findPrices(source('| Plan | Price |\n| --- | --- |\n| Team | $29 |\n| Setup fee | Free |\n| Extra seat | $5 |'), { names })
  expect(rows.entryPrice?.value.amount).toBe(29)
})
