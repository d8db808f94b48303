/** Where a record and its page were written. */
export type RecordFiles = { record: string; page: string }
