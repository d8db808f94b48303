/** The queues that every installation has, and the jobs that are in them. */
export const queueNames = {
  panels: 'panels',
  replays: 'replays',
  webhooks: 'webhooks',
  newsletter: 'newsletter',
  intakes: 'intakes',
} as const
export const jobNames = {
  draftSeat: 'draft-seat',
  aggregatePanel: 'aggregate-panel',
  deliverWebhook: 'deliver-webhook',
  sendMail: 'send-letter',
  draftIssue: 'draft-letter',
  readIntake: 'read-intake',
} as const

/** The queue of the seats that one provider's models play: its limits are its own. */
export function providerQueue(provider: string): string {
  return `seats-${provider}`
}

/** Where a seat waits: a replay asks no provider, and so waits for none. */
export function seatQueue({ model, isReplay }: { model: string; isReplay: boolean }): string {
  return isReplay ? queueNames.replays : providerQueue(model.slice(0, model.indexOf(':')))
}

/** A job belongs to one run of its panel: a panel that runs again gets new jobs, whatever became of the old ones. */
export function jobId(subjectId: string, run: number): string {
  return `${subjectId}-${run}`
}
