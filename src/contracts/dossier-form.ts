import { z } from 'zod'
import { looseText } from './bounded-text.js'
import { listOfAtMost, longest, most, recordOfAtMost } from './limits.js'

/**
 * A dossier as a form has it: every field a text under its path, such as `tool.name` or `facts.3.quote`. Rows of a list go by keys that never change,
 * so that two people who edit one form at once can be told apart field by field.
 */
const dossierValuesSchema = recordOfAtMost(z.record(looseText(longest.id), looseText(longest.text)), most.members)
export type DossierValues = Readonly<z.infer<typeof dossierValuesSchema>>

/** The text of a field that would have been written over another's: by whom, when, and in which window. */
const setAsideSchema = z.strictObject({
  text: looseText(longest.text),
  window: looseText(longest.id),
  by: looseText(longest.text),
  at: looseText(longest.instant),
})
/** Field → texts that conflict, each waiting for someone's choice; what is saved in the field is none of them. */
const draftConflictsSchema = recordOfAtMost(
  z.record(looseText(longest.id), listOfAtMost(z.array(setAsideSchema), most.parts)),
  most.members,
)
export type DraftConflicts = Readonly<z.infer<typeof draftConflictsSchema>>
