import { z } from 'zod'

/** The days of a week, Monday first. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

const longestZone = 200

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** A moment of each week, on the clocks of a time zone. */
export const weeklyScheduleSchema = z.strictObject({
  day: z.enum(weekdays, 'choose a day of the week').default('monday'),
  hour: z.int('choose an hour from 0 to 23').min(0, 'choose an hour from 0 to 23').max(23, 'choose an hour from 0 to 23').default(6),
  timeZone: z.string().max(longestZone).refine(isTimeZone, 'name a time zone, e.g. Europe/Paris').default('UTC'),
})
