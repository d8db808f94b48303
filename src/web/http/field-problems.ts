/** What is wrong with the fields of a form, by their names. */
export type FieldProblems = Readonly<Record<string, string>>
