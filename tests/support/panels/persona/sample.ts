/** A small persona file that is right, for tests to spoil one line at a time; line numbers in tests count from here. */
export const goodPersona = `---
schema: panel.persona/1
id: pilot
version: 1
seat: The Pilot
question: Does it steer?
order: 5
variables: [tool, vendor]
asks:
  - id: rudder
    question: Where is the rudder?
  - id: depth
    question: How deep?
    choices: [shallow, deep]
quoteWords:
  min: 3
  max: 20
---

# The Pilot

You steer {{ tool }} by {{ vendor }}.

\`\`\`json
{
  "evidence": [{ "source": "log", "from": 10, "to": 10, "shows": "That it floats." }],
  "answers": [
    { "ask": "rudder", "answer": "Astern." },
    { "ask": "depth", "answer": "deep" }
  ],
  "predictions": [],
  "quote": "It floats and it steers [1].",
  "call": "ship"
}
\`\`\`
`

/** The sample with each of the given parts replaced; throws when a part is not there, so that no test passes by accident. */
export function spoiled(...replacements: [part: string, by: string][]): string {
  return replacements.reduce((text, [part, by]) => {
    if (!text.includes(part)) throw new Error(`the sample has no "${part}"`)
    return text.replace(part, () => by)
  }, goodPersona)
}
