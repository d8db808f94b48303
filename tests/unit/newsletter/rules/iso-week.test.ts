import { describe, expect, test } from 'vitest'
import { cronOf, dueWeek, isoWeekOf, previousWeek, weekDays, weekRange, weekSchema } from '../../../../src/newsletter/rules/iso-week.js'

const range = (week: string, timeZone: string) => {
  const { start, end } = weekRange(week, timeZone)
  return [start.toISOString(), end.toISOString()]
}

// Dates as ISO 8601's own examples and printed calendars have them.
test.each([
  ['2026-11-22T23:59:59.999Z', 'UTC', '2026-W47'],
  ['2026-11-23T00:00:00.000Z', 'UTC', '2026-W48'],
  ['2026-11-22T23:30:00.000Z', 'Europe/Paris', '2026-W48'],
  ['2026-11-23T04:00:00.000Z', 'America/New_York', '2026-W47'],
  ['2026-01-01T12:00:00.000Z', 'UTC', '2026-W01'],
  ['2027-01-01T12:00:00.000Z', 'UTC', '2026-W53'],
  ['2021-01-03T12:00:00.000Z', 'UTC', '2020-W53'],
  ['2024-12-30T12:00:00.000Z', 'UTC', '2025-W01'],
])('%s in %s is in %s', (instant, timeZone, week) => {
  expect(isoWeekOf(new Date(instant), timeZone)).toBe(week)
})

test('a year has the weeks that it has, and no others', () => {
  expect(weekSchema.safeParse('2026-W53').success).toBe(true)
  expect(weekSchema.safeParse('2025-W53').success).toBe(false)
  expect(weekSchema.safeParse('2026-W00').success).toBe(false)
  expect(weekSchema.safeParse('2026-W1').success).toBe(false)
  expect(weekSchema.safeParse('2026-47').success).toBe(false)
})

test('the week before the first of a year is the last of the year before', () => {
  expect(previousWeek('2027-W01')).toBe('2026-W53')
  expect(previousWeek('2026-W01')).toBe('2025-W52')
  expect(weekDays('2026-W53')).toEqual({ first: '2026-12-28', last: '2027-01-03' })
})

describe('a week lasts from Monday’s midnight to the next', () => {
  test('in UTC', () => expect(range('2026-W47', 'UTC')).toEqual(['2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z']))
  test('in a zone ahead', () => expect(range('2026-W47', 'Asia/Kolkata')).toEqual(['2026-11-15T18:30:00.000Z', '2026-11-22T18:30:00.000Z']))
  test('an hour longer when the clocks go back', () =>
    expect(range('2026-W43', 'Europe/Paris')).toEqual(['2026-10-18T22:00:00.000Z', '2026-10-25T23:00:00.000Z']))
  test('an hour shorter when they go on', () =>
    expect(range('2026-W13', 'Europe/Paris')).toEqual(['2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z']))
})

describe('the issue that is due', () => {
  const monday = { day: 'monday', hour: 6, timeZone: 'UTC' } as const
  test('is that of the week before, from the hour on', () => {
    expect(dueWeek(new Date('2026-11-23T05:59:59.999Z'), monday)).toBe('2026-W46')
    expect(dueWeek(new Date('2026-11-23T06:00:00.000Z'), monday)).toBe('2026-W47')
    expect(dueWeek(new Date('2026-11-29T23:00:00.000Z'), monday)).toBe('2026-W47')
  })
  test('goes by the clocks of its time zone, in summer too', () => {
    const paris = { day: 'friday', hour: 9, timeZone: 'Europe/Paris' } as const
    expect(dueWeek(new Date('2026-07-10T06:59:00.000Z'), paris)).toBe('2026-W26')
    expect(dueWeek(new Date('2026-07-10T07:00:00.000Z'), paris)).toBe('2026-W27')
  })
  test('at an hour that the clocks skip is due when they go on', () => {
    const skipped = { day: 'sunday', hour: 2, timeZone: 'America/New_York' } as const
    // On 8 March 2026 the clocks went from 02:00 to 03:00, at 07:00 UTC.
    expect(dueWeek(new Date('2026-03-08T06:59:59.000Z'), skipped)).toBe('2026-W08')
    expect(dueWeek(new Date('2026-03-08T07:00:00.000Z'), skipped)).toBe('2026-W09')
  })
  test('is in cron as Sunday 0 to Saturday 6', () => {
    expect(cronOf({ ...monday, hour: 6 })).toBe('0 6 * * 1')
    expect(cronOf({ ...monday, day: 'sunday', hour: 0 })).toBe('0 0 * * 0')
    expect(cronOf({ ...monday, day: 'saturday', hour: 23 })).toBe('0 23 * * 6')
  })
})
