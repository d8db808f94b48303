/** SQL for when the record `r` was retracted last; null when it was not. The time comes first in the JSON, before what a person wrote. */
export const retractedAt = `(SELECT substring(retraction::text from '^\\{"at":"([0-9TZ:.-]+)"')::timestamptz FROM record_reviews WHERE record_id = r.id)`
