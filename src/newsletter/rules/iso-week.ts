import { z } from 'zod'
import { weekdays } from '../../contracts/schedule.js'

/*
 * Weeks as ISO 8601 counts them: from Monday, and the first of a year is the one with its first Thursday. A week begins and ends at midnight
 * of a time zone, so its instants depend on one; its name and its days do not.
 */

const weekPattern = /^(\d{4})-W(\d{2})$/
const dayMs = 86_400_000
const weekMs = 7 * dayMs

/** A day of the calendar as the number of milliseconds that UTC midnight of it has: for sums alone, never an instant of a time zone. */
type CalendarDay = number

/** The week's name, such as `2026-W47`; refuses weeks that no year has. */
export const weekSchema = z
  .string()
  .max(8, 'write an ISO week, e.g. 2026-W47')
  .regex(weekPattern, 'write an ISO week, e.g. 2026-W47')
  .refine((week) => !weekPattern.test(week) || weekOfDay(mondayOf(week)) === week, 'that year has no such week')

/** A day on which an issue may be drafted. */
export type Weekday = (typeof weekdays)[number]

/** When issues are drafted: on that day of each week, at that hour of the time zone. */
export type IssueSchedule = { day: Weekday; hour: number; timeZone: string }

/** The week that an instant falls into, in that time zone. */
export function isoWeekOf(instant: Date, timeZone: string): string {
  return weekOfDay(calendarDayOf(instant, timeZone))
}

/** The week before. */
export function previousWeek(week: string): string {
  return weekOfDay(mondayOf(week) - weekMs)
}

/** From its Monday's midnight up to, and without, that of the next one. */
export function weekRange(week: string, timeZone: string): { start: Date; end: Date } {
  const monday = mondayOf(week)
  return { start: instantOf(monday, 0, timeZone), end: instantOf(monday + weekMs, 0, timeZone) }
}

/** Its Monday and its Sunday, as YYYY-MM-DD. */
export function weekDays(week: string): { first: string; last: string } {
  const monday = mondayOf(week)
  return { first: isoDay(monday), last: isoDay(monday + 6 * dayMs) }
}

/** The week whose issue is due by now: the last one that has ended when issues were last to be drafted. */
export function dueWeek(now: Date, { day, hour, timeZone }: IssueSchedule): string {
  const week = isoWeekOf(now, timeZone)
  const moment = instantOf(mondayOf(week) + weekdays.indexOf(day) * dayMs, hour, timeZone)
  return moment <= now ? previousWeek(week) : previousWeek(previousWeek(week))
}

/** The next moments at which issues are to be drafted, so many, the first of them after `now`. */
export function nextDrafts(now: Date, { day, hour, timeZone }: IssueSchedule, count: number): Date[] {
  const monday = mondayOf(isoWeekOf(now, timeZone))
  const moments = Array.from({ length: count + 1 }, (_, week) =>
    instantOf(monday + week * weekMs + weekdays.indexOf(day) * dayMs, hour, timeZone),
  )
  return moments.filter((moment) => moment > now).slice(0, count)
}

/** The same moment as cron writes it (minute, hour, day of month, month, day of week). */
export function cronOf({ day, hour }: IssueSchedule): string {
  return `0 ${hour} * * ${(weekdays.indexOf(day) + 1) % 7}`
}

function weekOfDay(day: CalendarDay): string {
  // A week belongs to the year its Thursday is in.
  const thursday = mondayBefore(day) + 3 * dayMs
  const year = new Date(thursday).getUTCFullYear()
  const number = 1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / weekMs)
  return `${String(year).padStart(4, '0')}-W${String(number).padStart(2, '0')}`
}

function mondayOf(week: string): CalendarDay {
  const [, year, number] = weekPattern.exec(week) ?? []
  if (year === undefined || number === undefined) throw new Error(`${week} is no ISO week, such as 2026-W47`)
  // The fourth of January is always in the first week.
  return mondayBefore(Date.UTC(Number(year), 0, 4)) + (Number(number) - 1) * weekMs
}

function mondayBefore(day: CalendarDay): CalendarDay {
  return day - ((new Date(day).getUTCDay() + 6) % 7) * dayMs
}

function isoDay(day: CalendarDay): string {
  return new Date(day).toISOString().slice(0, 10)
}

function calendarDayOf(instant: Date, timeZone: string): CalendarDay {
  return Math.floor(localMs(instant, timeZone) / dayMs) * dayMs
}

/**
 * The instant at which clocks of the time zone show that hour of that day. Where they skip it, the moment they go on; where they show it twice,
 * the first time.
 */
function instantOf(day: CalendarDay, hour: number, timeZone: string): Date {
  const wanted = day + hour * 3_600_000
  // The offsets a day before and a day after are all that can hold: no zone changes its clocks twice in two days.
  const offsets = [wanted - dayMs, wanted + dayMs].map((around) => localMs(new Date(around), timeZone) - around)
  const [before = 0, after = 0] = offsets
  const candidates = [...new Set([wanted - before, wanted - after])].sort((a, b) => a - b)
  const exact = candidates.find((candidate) => localMs(new Date(candidate), timeZone) === wanted)
  if (exact !== undefined) return new Date(exact)
  // Skipped: the offset of before leads to just after the gap, as far as the hour lies in it; the gap's end is the earlier of the days' hours.
  return firstShown({ wanted, from: Math.min(...candidates), to: Math.max(...candidates), timeZone })
}

/** The first instant between the two at which the clocks show the wanted time or a later one. */
function firstShown({ wanted, from, to, timeZone }: { wanted: number; from: number; to: number; timeZone: string }): Date {
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (localMs(new Date(middle), timeZone) >= wanted) high = middle
    else low = middle
  }
  return new Date(high)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** What the clocks of the time zone show at an instant, as if it were UTC. */
function localMs(instant: Date, timeZone: string): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  formats.set(timeZone, format)
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant.getTime() % 1000) + 1000) % 1000)
}
