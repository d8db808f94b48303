import { expect, test } from 'vitest'
import { findPassage } from '../../../../src/evidence/passages.js'

const refused: readonly (readonly [text: string, quote: string])[] = [
  ['costs 12 USD', '2 USD'],
  ['costs .75 USD today', '75 USD today'],
  ['a 1.000.000 user limit', '000 user limit'],
  ['a fee of US$5 a month', '$5 a month'],
  ['a fee of -$50 a month', '$50 a month'],
  ['a fee of $ 50 a month', '50 a month'],
  ['takes ~50 ms at most', '50 ms at most'],
  ['if x != 50 holds', '= 50 holds'],
  ['needs >= 50 nodes', '= 50 nodes'],
  ['up 5 ± 2 points', 'up 5'.padStart(4)],
  ['rated 4.5/5 by all', '5 by all'],
  ['a 16:9 screen now', '9 screen now'],
  ['the 3.1.x series', 'the 3.1'],
  ['built on v3.2 today', 'built on v3'],
  ['needs Java 11+ here', 'needs Java 11'],
  ['it is 5.It', 'it is 5.I'],
  ['takes 1e10 steps', 'takes 1'],
  ['room for 2.5 million users', 'million users'],
  ['about twenty five users', 'five users'],
  ['about five hundred users', 'about five'],
  ['on C# and F#', 'on C'.concat(' and F').slice(0, 4)],
  ['see ASP.NET for it', 'see ASP'],
  ['the AT&T network', 'the AT'],
  ['my_secret_key here', 'secret_key here'],
  ['re<b>leased</b> in May', 'leased in May'],
  ['re&shy;leased in May', 'leased in May'],
  ['re\u200bleased in May', 'leased in May'],
  ['a non-\ncommercial plan', 'commercial plan'],
  ['a non\u2011commercial plan', 'commercial plan'],
  ['a non-[commercial](x) plan', 'commercial plan'],
  ['re[leased](x) in May', 'leased in May'],
  ['価格は200万円です', '価格は200'],
  ['二百三十人が使う', '十人が使う'],
  ['プレリリースです', 'リースです'],
  ['12. Fetch the files\n13. Start it', '2. Fetch the files'],
  ['1. Fetch the files\n12. Start it', 'Fetch the files\n2. Start it'],
  ['| 1 | 200 USD |', '1 200 USD'],
  ['costs 5[1](#n) USD more', 'costs 51 USD more'],
  ['for 2*3 rooms', '3 rooms'],
  ['a – 5 degree day', 'a 5 degree day'],
  ['the value of a**b is', 'the value of ab is'],
  ['AI™ is here', 'AITM is here'],
  ['step ① is here', 'step 1 is here'],
  ['10㎡ of room', '10m2 of room'],
]

test.each(refused)('of “%s”, “%s” is not found', (text, quote) => {
  expect(findPassage(text, quote)).toBeNull()
})

const found: readonly (readonly [text: string, quote: string])[] = [
  ['It is fast. It is free.', 'It is free.'],
  ['It is fast.It is free.', 'It is free.'],
  ['It is fast.[1] It is free.[2]', 'It is free'],
  ['(see below) and more', 'see below'],
  ['fast—free for all', 'free for all'],
  ['fast/free for all', 'free for all'],
  ['price: 20 USD', '20 USD'],
  ['in May, 200 people came', '200 people came'],
  ['> 5 users can join', '5 users can join'],
  ['- 50 users can join', '50 users can join'],
  ['supports > 50 users', 'supports > 50 users'],
  ['使用Gullbase数据库', 'Gullbase'],
  ['这个软件是免费的', '软件是免费'],
  ['ซอฟต์แวร์นี้ฟรี', 'นี้ฟรี'],
  ['the "free" plan', '"free" plan'],
  ['plan B. It is free', 'It is free'],
  ['`code` and *more* of it', 'more of it'],
]

test.each(found)('of “%s”, “%s” is found', (text, quote) => {
  expect(findPassage(text, quote)).not.toBeNull()
})

test('a later place is found when the first one would be cut', () => {
  expect(findPassage('1,200 USD, then 200 USD', '200 USD')).toEqual({ start: 16, end: 23 })
})

test('the passage is the text’s own characters, markup and all', () => {
  const text = 'It is **free for `teams`** — and &lt;fast&gt;.'
  const { start, end } = findPassage(text, 'Free for teams - and <fast>.') ?? { start: 0, end: 0 }
  expect(text.slice(start, end)).toBe('free for `teams`** — and &lt;fast&gt;.')
})
