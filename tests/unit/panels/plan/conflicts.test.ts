import { describe, expect, it, test } from 'vitest'
import { findConflict, findConflicts } from '../../../../src/panels/plan/conflicts.js'
import { findModel } from '../../../../src/providers/catalog/catalog-data.js'
import { sampleDossier } from '../../../support/samples.js'

const { tool } = sampleDossier()
const conflictOf = (model: string, vendor: string, rivals: string[] = ['Quaylog']) =>
  findConflict({ model, maker: findModel(model), dossier: { tool: { ...tool, vendor }, rivals } })

describe('a juror whose vendor makes the tool', () => {
  it.each([
    ['ollama:mistral-small3.2', 'Mistral AI'],
    ['ollama:mistral-small3.2', 'Mistral'],
    ['ollama:mixtral:8x7b', 'MISTRAL AI SAS'],
    ['mistral:codestral-2508', 'Mistral AI, Inc.'],
    ['anthropic:claude-haiku-5-5', 'Anthropic PBC'],
    ['anthropic:claude-haiku-5-5', 'Anthropic, PBC'],
    ['ollama:gemma3', 'Google DeepMind'],
    ['ollama:gemma3', 'Google LLC'],
    ['ollama:llama3.1:8b', 'Meta Platforms, Inc.'],
    ['ollama:llama3.1:8b', 'Meta (Facebook)'],
    ['ollama:qwen3', 'Alibaba Cloud'],
    ['ollama:deepseek-r1', 'DeepSeek AI'],
    ['ollama:gpt-oss:20b', 'OpenAI / Microsoft'],
    ['ollama:phi4', 'Microsoft Corporation'],
    ['mistral:zai-glm-5-2', 'Zhipu AI'],
    ['vllm:Qwen/Qwen3-32B', 'Alibaba'],
    ['gateway:anthropic/claude-sonnet-4.5', 'Anthropic'],
    ['gateway:mistralai/Mistral-7B-Instruct-v0.3', 'Mistral AI'],
    ['openai:gpt-5', 'OpenAI'],
  ])('%s on a tool by %s', (model, vendor) => {
    expect(conflictOf(model, vendor)).toMatchObject({ kind: 'vendor', named: vendor, tool: 'ferrydoc', model })
  })

  it.each([
    ['ollama:mistral-small3.2', 'Anthropic'],
    ['ollama:ship-panel-sample', 'Mistral AI'],
    ['gateway:some-model', 'unknown'],
    ['ollama:llama3.1:8b', 'Metabase'],
    ['ollama:phi4', 'Phi Systems'],
    ['ollama:gemma3', 'AI Labs Inc.'],
  ])('is not %s on a tool by %s', (model, vendor) => {
    expect(conflictOf(model, vendor)).toBeNull()
  })
})

test('a juror of a family or vendor that the dossier names as a rival is distinguished', () => {
  expect(conflictOf('ollama:llama3.1:8b', 'Anthropic', ['Mistral 7B', 'Llama 3.1 8B'])).toEqual({
    tool: 'ferrydoc',
    model: 'ollama:llama3.1:8b',
    kind: 'rival',
    maker: 'Meta',
    named: 'Llama 3.1 8B',
  })
  expect(conflictOf('ollama:qwen3', 'Anthropic', ['Qwen2.5'])).toMatchObject({ kind: 'rival', named: 'Qwen2.5' })
  expect(conflictOf('anthropic:claude-opus-5', 'Mistral AI', ['Claude Sonnet'])).toMatchObject({ kind: 'rival' })
  expect(conflictOf('ollama:mistral', 'Mistral', ['Mistral 7B'])).toMatchObject({ kind: 'vendor' })
  expect(conflictOf('ollama:llama3.1:8b', 'Anthropic', ['Llamafile'])).toBeNull()
})

test('the ties of a panel are reported by tool and juror, once for all its personas', () => {
  const dossiers = [
    sampleDossier({ tool: { ...tool, slug: 'one', vendor: 'Meta' } }),
    sampleDossier({ tool: { ...tool, slug: 'two', vendor: 'Google' } }),
  ]
  const jurors = ['ollama:llama3.1:8b', 'ollama:gemma3', 'ollama:a']
  expect(findConflicts({ dossiers, jurors, makerOf: findModel }).map((found) => [found.tool, found.model])).toEqual([
    ['one', 'ollama:llama3.1:8b'],
    ['two', 'ollama:gemma3'],
  ])
})
