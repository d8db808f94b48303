/** The queues, and the jobs that stand in them. */
export const queueNames = { seats: 'seats', panels: 'panels' } as const
export const jobNames = { draftSeat: 'draft-seat', aggregatePanel: 'aggregate-panel' } as const
