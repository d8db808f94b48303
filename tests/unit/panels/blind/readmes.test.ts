import { expect, test } from 'vitest'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import { freezeUnits, unitsOf } from '../../../../src/evidence/units.js'
import { findLeaks } from '../../../../src/panels/blind/find-leaks.js'
import { maskDossier } from '../../../../src/panels/blind/mask-dossier.js'
import { namesOf } from '../../../../src/panels/blind/names.js'
import { renderDossier } from '../../../../src/panels/prompt/render-dossier.js'
import { sampleDossier } from '../../../support/samples.js'

type Case = { tool: Pick<Dossier['tool'], 'name' | 'vendor' | 'repository' | 'website'>; rivals: string[]; text: string; masked: string }

/* As the pages of libraries, services, command lines and models are written; the tools are invented, but for their names' kinds. */
const cases: Case[] = [
  {
    tool: { name: 'Flammo', vendor: 'Yuki Wadan', repository: 'https://github.com/flammojs/flammo', website: 'https://flammo.dev' },
    rivals: ['Express', 'Fastivo'],
    text: `<div align="center"><a href="https://flammo.dev"><img src="https://raw.example/flammojs/flammo/main/logo.png" alt="Flammo"/></a></div>

[![npm](https://img.example/npm/v/flammo.svg)](https://npm.example/package/flammo)

**Flammo** - _means flame_ - is a small web framework. It is faster than Express and fastivo-next.

\`\`\`ts
import { Flammo } from 'flammo'
const app = new Flammo()
\`\`\`

Thanks to [@yukiwadan](https://github.com/yukiwadan) and all of flammojs.`,
    masked: `<div align="center"><a href="https://tool-a.example"><img src="https://raw.example/tool-a/tool-a/main/logo.png" alt="tool-a"/></a></div>

[![npm](https://img.example/npm/v/tool-a.svg)](https://npm.example/package/tool-a)

**Tool A** - _means flame_ - is a small web framework. It is faster than Rival 1 and Rival 2-next.

\`\`\`ts
import { ToolA } from 'tool-a'
const app = new ToolA()
\`\`\`

Thanks to [@vendor-of-tool-a](https://github.com/vendor-of-tool-a) and all of Tool A.`,
  },
  {
    tool: { name: 'Grafello Worker', vendor: 'Grafello', repository: 'https://github.com/grafello/worker', website: undefined },
    rivals: ['BullRQ'],
    text: `# Grafello Worker

Job queue for PostgreSQL. A worker runs jobs; the worker of Grafello Worker is a Node process.

    npx grafello-worker -c "postgres:///my_db" --schema grafello_worker

Set GRAFELLO_LICENSE first. Compared with BullRQ, it needs no Redis.`,
    masked: `# Tool A

Job queue for PostgreSQL. A worker runs jobs; the worker of Tool A is a Node process.

    npx tool-a -c "postgres:///my_db" --schema tool_a

Set VENDOR_OF_TOOL_A_LICENSE first. Compared with Rival 1, it needs no Redis.`,
  },
  {
    tool: { name: 'Absurd', vendor: 'Eärendon Works', repository: 'https://github.com/earendon-works/absurd', website: undefined },
    rivals: ['Temporal', 'Inngesto'],
    text: `# Absurd

It is absurd how much one can design. Absurd keeps state in Postgres; absurdctl and \`absurd.sql\` install it.

Absurd's goal: temporal order without Temporal or Inngesto. Earendon Works (@earendon) pays for it.`,
    masked: `# Tool A

It is absurd how much one can design. Tool A keeps state in Postgres; toolActl and \`tool-a.sql\` install it.

Tool A's goal: temporal order without Rival 1 or Rival 2. The vendor of Tool A (@vendor-of-tool-a) pays for it.`,
  },
  {
    tool: {
      name: 'Mistrello 3 8B Instruct',
      vendor: 'Mistrello AI',
      repository: 'https://huggingface.co/mistrelloai/M3-8B',
      website: undefined,
    },
    rivals: ['Lamma 3.1 8B', 'Qwenna 2.5'],
    text: `Mistrello-3-8B-Instruct is Mistrello AI's model; Mistrello 3 beats Lamma-3.1-8B and Lamma in chat.

Run \`ollama run mistrello3:8b\`, or load "mistrelloai/M3-8B" (16 GB). QWENNA2.5 needs 14 GB.`,
    masked: `Tool A is the vendor of Tool A's model; Tool A 3 beats Rival 1 and Rival 1 in chat.

Run \`ollama run toolA3:8b\`, or load "tool-a/tool-a" (16 GB). Rival 2 needs 14 GB.`,
  },
  {
    tool: { name: 'Plinker Cloud', vendor: 'Plinker, Inc.', repository: undefined, website: 'https://plinker.io/pricing' },
    rivals: ['AWS Lambdo', 'Render'],
    text: `Plinker Cloud pricing

| Plan | Price |
| --- | --- |
| Plinker Free | $0 |
| Plinker Pro | $20 per seat |

Mail sales@plinker.io or see https://app.plinker.io/plans?ref=plinker. © 2026 Plinker, Inc. Render a page, or host on Render.`,
    masked: `Tool A pricing

| Plan | Price |
| --- | --- |
| the vendor of Tool A Free | $0 |
| the vendor of Tool A Pro | $20 per seat |

Mail sales@tool-a.example or see https://app.tool-a.example/plans?ref=vendor-of-tool-a. © 2026 the vendor of Tool A. Render a page, or host on Rival 2.`,
  },
  {
    tool: { name: 'Zéphyra', vendor: 'ООО Зефира', repository: 'https://gitlab.com/zephyra-io/core', website: 'https://zephyra.example' },
    rivals: ['通義算盤', 'GoQuay'],
    text: `Zéphyra (also ZEPHYRA, zephyra) is written in Go. Go on: \`go get gitlab.com/zephyra-io/core\`. Зефира and Zephyra-CLI ship together; 通義算盤和 GoQuay do not.`,
    masked: `Tool A (also Tool A, Tool A) is written in Go. Go on: \`go get gitlab.com/tool-a/tool-a\`. The vendor of Tool A and Tool A-CLI ship together; Rival 1和 Rival 2 do not.`,
  },
]

test.each(cases)('a page about $tool.name', ({ tool, rivals, text, masked }) => {
  const base = sampleDossier()
  const [readme] = base.sources
  const given = Object.fromEntries(Object.entries(tool).filter(([, value]) => value !== undefined)) as Case['tool']
  const dossier = sampleDossier({
    tool: { ...base.tool, slug: 'a-thing', tagline: 'A thing', description: text, ...given },
    rivals,
    sources: [{ ...(readme as (typeof base.sources)[number]), publisher: tool.vendor, text, units: freezeUnits(text) }],
  })
  const names = namesOf(dossier)
  const blind = maskDossier(dossier, names)
  expect(blind.sources[0]?.text).toBe(masked)
  expect(findLeaks(renderDossier(blind), names)).toEqual([])
  expect(blind.sources.map((source) => unitsOf(source).length)).toEqual(dossier.sources.map((source) => unitsOf(source).length))
})
