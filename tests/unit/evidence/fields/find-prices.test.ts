import { describe, expect, test } from 'vitest'
import { findPrices } from '../../../../src/evidence/fields/find-prices.js'
import { page, source } from '../../../support/evidence/read-source.js'

type Entry = [amount: number, currency: string | null, per: string | null] | 'Free'

function entryOf(text: string): Entry | null {
  const { entryPrice } = findPrices(source(text))
  if (entryPrice === null) return null
  const { label, amount, currency, per } = entryPrice.value
  return label === 'Free' && amount === 0 ? 'Free' : [amount ?? Number.NaN, currency, per]
}

const sentences: [text: string, entry: Entry | null][] = [
  ['It starts at $20 per user per month.', [20, 'USD', 'user per month']],
  ['Free for up to 3 users.', 'Free'],
  ['Der Tarif kostet €9/Monat.', [9, 'EUR', 'Monat']],
  ['US$ 0.15 per 1M input tokens, US$ 0.60 per 1M output tokens.', [0.15, 'USD', '1M input tokens']],
  ['A license costs £7.50 a month.', [7.5, 'GBP', 'month']],
  ['The plan costs ¥1,200 per month.', [1200, 'JPY', 'month']],
  ['料金は月額1,200円です。', [1200, 'JPY', 'month']],
  ['个人版价格为 ¥68/月，人民币结算。', [68, 'CNY', '月']],
  ['It costs 20 USD per month.', [20, 'USD', 'month']],
  ['The annual plan is $1,234.50 per year.', [1234.5, 'USD', 'year']],
  ['Der Preis beträgt 1.234,50 € pro Jahr.', [1234.5, 'EUR', 'Jahr']],
  ['À partir de 9,99 € par mois.', [9.99, 'EUR', 'mois']],
  ['Desde 12 € por usuario y mes.', [12, 'EUR', 'usuario']],
  ['Prices from $0.002 / request.', [0.002, 'USD', 'request']],
  ['Pay as you go at 25 cents per hour.', [0.25, 'USD', 'hour']],
  ['Plans start at A$15 per month.', [15, 'AUD', 'month']],
  ['Plans start at $15 per month. All prices are in AUD.', [15, 'AUD', 'month']],
  ['Plans start at C$15 per month.', [15, 'CAD', 'month']],
  ['Plans from HK$80 per month.', [80, 'HKD', 'month']],
  ['Plans from R$ 49,90 por mês.', [49.9, 'BRL', 'mês']],
  ['Plans from CHF 12 per month.', [12, 'CHF', 'month']],
  ['Plans from 1 000 € per year.', [1000, 'EUR', 'year']],
  ['Plans from ₹499/month.', [499, 'INR', 'month']],
  ['$29 one-time.', [29, 'USD', 'one-time']],
  ['Buy it for only $49.', [49, 'USD', null]],
  ['The Pro plan costs $20 per month and the Team plan costs $15 per seat per month.', [15, 'USD', 'seat per month']],
  ['Try it with a 14-day free trial, then $12/month.', [12, 'USD', 'month']],
  ['First month $1, then the plan costs $9 per month.', [9, 'USD', 'month']],
  ['The Hobby plan is free forever.', 'Free'],
  ['We have a generous free tier.', 'Free'],
  ['The tool is free and open source.', 'Free'],
  ['The Community Edition is free.', 'Free'],
  ['Free for personal use; $5 per month for teams.', 'Free'],
  ['Free for students. Everyone else pays $10 per month.', [10, 'USD', 'month']],
  ['Free for open-source projects, otherwise from $10 per month.', [10, 'USD', 'month']],
  ['Kostenlos für bis zu 3 Nutzer, danach 8 € pro Monat.', 'Free'],
  ['個人利用は無料プランで始められます。', 'Free'],
  ['It was $29 per month, and costs $19 per month now.', [19, 'USD', 'month']],
  ['~~$29~~ $19 per month', [19, 'USD', 'month']],
  ['Was $99, now only $49 per year.', [49, 'USD', 'year']],
  ['Statt 29 € nur 19 € pro Monat.', [19, 'EUR', 'Monat']],
  ['The plan costs $10 per month. Each additional seat costs $2 per month.', [10, 'USD', 'month']],
]

describe('a sentence', () => {
  test.each(sentences)('%s', (text, entry) => {
    expect(entryOf(text)).toEqual(entry)
  })
})

describe('what is no price, and not free', () => {
  test.each([
    'Contact us for pricing.',
    'Pricing is custom.',
    'Start your 14-day free trial.',
    '30 days free, no credit card required.',
    'The first month is free.',
    'Free for 14 days.',
    'The tool was free until 2024.',
    'It is no longer free.',
    'It is not free.',
    "The hosted version isn't free.",
    'There is no free plan.',
    'We discontinued the free tier in 2023.',
    'The beta was free; it ended in May.',
    'Free shipping on all orders.',
    'Feel free to contact us.',
    'A sugar-free snack for your ad-free day.',
    'Free up your team and stay free of bugs.',
    'Free with any paid plan.',
    'Get a free demo and free onboarding.',
    'Support is free for paying customers.',
    'Kostenlos testen!',
    'Essai gratuit de 14 jours.',
    '14日間無料トライアル',
    'We raised $20M in a Series A.',
    'The company raised $5,000,000 from investors.',
    'Save $500 on your bill.',
    'Up to $100 credit for new users.',
    'Get $5 in free credits.',
    'Our customers earned $1,000 last month.',
    'Companies spend $4,000 per month on tickets.',
    'We processed over $3,000 in payments.',
    'Refer a friend and get $20.',
    'A bounty of $500 is paid for each bug.',
    'Our liability is limited to $100.',
    'Unlike Rival, which costs $99 per month, it saves time.',
    'The query takes $1 and $2 as parameters.',
    '    SELECT * FROM jobs WHERE id = $1, $2',
    'Is there a free plan?',
    'How much does it cost?',
    '',
  ])('%s', (text) => {
    expect(findPrices(source(text))).toEqual({ plans: [], entryPrice: null })
  })
})

type Plans = [name: string, amount: number | null, currency: string | null, per: string | null][]
const plansOf = (text: string): Plans =>
  findPrices(source(text)).plans.map(({ value }) => [value.name, value.amount, value.currency, value.per])

describe('a table', () => {
  test('with plans as columns', () => {
    const text =
      '| | Free | Pro | Team | Enterprise |\n| --- | --- | --- | --- | --- |\n| Price per user / month | $0 | $20 | $40 | Custom |\n| Projects | 3 | 10 | 100 | Unlimited |\n'
    expect(plansOf(text)).toEqual([
      ['Free', 0, 'USD', null],
      ['Pro', 20, 'USD', 'user per month'],
      ['Team', 40, 'USD', 'user per month'],
      ['Enterprise', null, null, null],
    ])
    expect(entryOf(text)).toBe('Free')
  })
  test('with plans as rows', () => {
    const text =
      '| Plan | Monthly | Annual |\n|---|---|---|\n| Starter | $9 | $90 |\n| Pro | $29 | $290 |\n| Enterprise | Contact us | Contact us |\n'
    expect(plansOf(text)).toEqual([
      ['Starter', 9, 'USD', 'month'],
      ['Pro', 29, 'USD', 'month'],
      ['Enterprise', null, null, null],
    ])
    expect(entryOf(text)).toEqual([9, 'USD', 'month'])
  })
  test('of models and their tokens', () => {
    const text =
      '| Model | Input (per 1M tokens) | Output (per 1M tokens) |\n|---|---|---|\n| Small | $0.15 | $0.60 |\n| Large | $2.50 | $10.00 |\n'
    expect(plansOf(text)).toEqual([
      ['Small', 0.15, 'USD', '1M tokens'],
      ['Large', 2.5, 'USD', '1M tokens'],
    ])
  })
  test('with the prices in its head', () => {
    expect(plansOf('| Feature | Free | Pro $20/mo | Business €35 / user |\n|---|---|---|---|\n| Seats | 1 | 5 | 50 |\n')).toEqual([
      ['Free', 0, null, null],
      ['Pro', 20, 'USD', 'month'],
      ['Business', 35, 'EUR', 'user'],
    ])
  })
  test('with bare numbers under a currency', () => {
    expect(plansOf('| Plan | Price ($/month) |\n|---|---|\n| Solo | 5 |\n| Team | 12 |\n')).toEqual([
      ['Solo', 5, 'USD', 'month'],
      ['Team', 12, 'USD', 'month'],
    ])
  })
  test('that compares tools: only the own column counts', () => {
    const text = '| | Tool | Rival |\n|---|---|---|\n| Price | $10 / month | $5 / month |\n'
    const { entryPrice, plans } = findPrices(source(text), { names: ['Tool'] })
    expect(entryPrice?.value.amount).toBe(10)
    expect(plans).toHaveLength(1)
  })
  test('that has no prices', () => {
    const text = '| Feature | A | B |\n|---|---|---|\n| Seats | 1 | 5 |\n| Sugar-free | yes | no |\n'
    expect(findPrices(source(text))).toEqual({ plans: [], entryPrice: null })
  })
})

describe('plans one below the other', () => {
  test('with headings', () => {
    const text =
      '# Pricing\n\n## Hobby\n\nFor trying things out\n\n$0\n\n- 1 project\n\n## Pro\n\nMost popular\n\n$20\n\nper user / month\n\nbilled annually\n\n- 10 projects\n- $5 per extra project\n\n## Enterprise\n\nContact us\n\n## FAQ\n\nCan I pay $1?\n'
    expect(plansOf(text)).toEqual([
      ['Hobby', 0, 'USD', null],
      ['Pro', 20, 'USD', 'user per month'],
      ['Enterprise', null, null, null],
    ])
    expect(findPrices(source(text)).plans[1]?.value.note).toBe('billed annually')
    expect(entryOf(text)).toBe('Free')
  })
  test('with short lines', () => {
    expect(plansOf('Pricing\n\nStarter\n\n€9/mo\n\nFor one person.\n\nTeam\n\n€29/mo\n\nFor many.\n')).toEqual([
      ['Starter', 9, 'EUR', 'month'],
      ['Team', 29, 'EUR', 'month'],
    ])
  })
  test('in a list', () => {
    const text = 'We have three plans:\n\n- Free: 3 projects\n- Pro: $20 per month\n- **Team** – from $50/month, billed annually\n'
    expect(plansOf(text)).toEqual([
      ['Free', 0, null, null],
      ['Pro', 20, 'USD', 'month'],
      ['Team', 50, 'USD', 'month'],
    ])
  })
  test('with an older price crossed out', () => {
    expect(plansOf('## Pro\n\n~~$29~~ $19/month\n\n## Team\n\n$49 $39 / month\n')).toEqual([
      ['Pro', 19, 'USD', 'month'],
      ['Team', 39, 'USD', 'month'],
    ])
  })
  test('monthly and yearly: what one can start with', () => {
    expect(plansOf('## Pro\n\n$12 / month\n\n$10 / month billed annually\n')).toEqual([['Pro', 10, 'USD', 'month']])
  })
  test('a plan called free without a price, unless it is a trial', () => {
    expect(entryOf('## Free\n\n- 3 projects\n\n## Pro\n\n$20/month\n')).toBe('Free')
    expect(entryOf('## Free\n\n14-day trial\n\n## Pro\n\n$20/month\n')).toEqual([20, 'USD', 'month'])
  })
  test('all of which have to be asked for', () => {
    const { entryPrice, plans } = findPrices(source('## Growth\n\nContact us\n\n## Enterprise\n\nCustom\n'))
    expect(entryPrice).toBeNull()
    expect(plans.map(({ value }) => [value.name, value.amount, value.label])).toEqual([
      ['Growth', null, 'Contact us'],
      ['Enterprise', null, 'Custom'],
    ])
  })
})

test('what the page states as data, where its text has the amount', () => {
  const offers = [
    { name: 'Basic', price: '9.00', currency: 'EUR', unit: 'month' },
    { name: 'Ghost', price: '1.00', currency: 'EUR', unit: null },
  ]
  const { plans, entryPrice } = findPrices(source('Basic costs 9 € and is for one person.', { page: page({ offers }) }))
  expect(plans.map(({ value }) => [value.name, value.amount, value.currency])).toEqual([['Basic', 9, 'EUR']])
  expect(entryPrice?.found.words).toBe('Basic costs 9 € and is for one person.')
})

test('the label is as it is written', () => {
  const { entryPrice } = findPrices(source('Plans start at **$20** / user / month.'))
  expect(entryPrice?.value).toMatchObject({ label: '$20 / user / month', note: 'from' })
  expect(findPrices(source('Der Tarif kostet 1.234,50 € pro Jahr.')).entryPrice?.value.label).toBe('1.234,50 € pro Jahr')
})

test('a README with parameters and money of others has no price', () => {
  const text =
    '# queue\n\nRuns `SELECT $1`.\n\n    call($1, $2)\n\nSponsors gave $500 last year. Costs of $0.10 per job are usual elsewhere, unlike here.\n'
  expect(findPrices(source(text, { kind: 'repository' }))).toEqual({ plans: [], entryPrice: null })
})
