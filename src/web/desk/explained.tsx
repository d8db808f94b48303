/** The product's own words, as a new editor needs them: one or two sentences each, without another of these words unexplained in it. */
const meanings = {
  tool: 'A product under review.',
  dossier: 'What the panel knows of a tool: facts, and the texts they come from. It does not change once a panel has started.',
  source: 'A text that facts rest on: a page of the vendor, a license, a price list.',
  fact: 'One thing that is so of a tool, with the words of a page that say it.',
  passage: 'Some words of a text, copied to the letter.',
  rival: 'A product that people take in place of the tool.',
  'SPDX id': 'What a license is called in a list that everyone uses, such as MIT or Apache-2.0.',
  slug: 'A tool’s short name in addresses: small letters, digits and hyphens, as in vite-plus.',
  persona: 'A reviewer’s point of view, with its questions: The Builder, The Skeptic, The Futurist, The Founder.',
  juror: 'A language model that answers as a persona.',
  jury: 'A named set of models. Each of them drafts every verdict; the call is what most of them say.',
  panel: 'One run in which every persona drafts a verdict on each tool that was chosen.',
  seat: 'One persona on one tool. A panel on 2 tools with 4 personas has 8 seats, and each seat ends in one verdict.',
  draft: 'What a model wrote for a seat, before a person read it.',
  verdict: 'The current text of a seat, as people accepted or edited it, with its call.',
  call: 'How a verdict ends: ship, skip, or abstain.',
  unscored: 'A seat without a verdict, because the model gave no usable reply. It counts neither as a ship nor as a skip.',
  split: 'As many of a seat’s models say ship as skip. It has no call until a person decides.',
  evidence: 'A passage of a source, word for word, that a claim rests on. In the text it is a number, as in [2].',
  flag: 'Something the checks found, to be fixed, or kept by an editor who says why.',
  record: 'All verdicts of a panel together. It is what an editor approves, and what the site shows.',
  'panel ship': 'How many of the calls say ship, in percent; those that abstain are left out.',
  'steering text': 'Text in a source that tries to influence the reviewer or the model.',
} as const

export type Term = keyof typeof meanings

/** What words of this page mean, folded away for those who know: `terms` in the order in which a reader meets them. */
export function Explained({ terms }: { terms: readonly Term[] }) {
  return (
    <details class="explained">
      <summary>Words on this page</summary>
      <dl>
        {terms.map((term) => (
          <>
            <dt>
              <dfn>{term}</dfn>
            </dt>
            <dd>{meanings[term]}</dd>
          </>
        ))}
      </dl>
    </details>
  )
}
