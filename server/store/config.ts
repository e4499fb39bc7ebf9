// What the user has set for all sessions: `CARRYON_HOME/config.json`, written by hand, read at every start.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { parsedJson } from '../../shared/json.ts'
import { StorageFailed, systemCode } from './storage-failed.ts'

const line = v.pipe(v.string(), v.trim(), v.nonEmpty())

const dollars = v.pipe(v.number(), v.minValue(0))
const price = v.strictObject({
  input: dollars,
  output: dollars,
  cacheRead: v.optional(dollars),
  cacheWrite: v.optional(dollars),
})

/** Two weeks, in minutes: timers reach little further, and one set for longer ends at once. */
const longestWait = 14 * 24 * 60

const configSchema = v.strictObject({
  /** The agent of new sessions, as `--agent` takes it. */
  agent: v.optional(line),
  /** A command for the user's shell that announces what is finished, or waits, as `--notify` takes it. */
  notify: v.optional(line),
  /** Commands that speak ACP, for any device to choose from, as `--agent` takes them. */
  agents: v.optional(v.array(line)),
  /** US dollars for a million tokens, by the model's name: for models that carryon has no price of, or another one. */
  prices: v.optional(v.record(v.string(), price)),
  /** Minutes after which a turn that has stalled is ended with its agent; without it none is. */
  endStalledAfter: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(longestWait))),
})
export type Config = v.InferOutput<typeof configSchema>

/** Throws `StorageFailed` where the file is there and cannot be used: a setting is never silently passed over. */
export function readConfig(home: string): Config {
  const path = join(home, 'config.json')
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return {}
    throw new StorageFailed('refused', `${path} cannot be read. Make it readable, or take it away.`)
  }
  const value = parsedJson(text)
  // A list would pass for an object without settings.
  const config = v.safeParse(configSchema, Array.isArray(value) ? undefined : value)
  if (config.success) return config.output
  throw new StorageFailed('refused', `${path}: ${whatIsWrong(config.issues[0])} Correct it, or take the file away.`)
}

const examples: { readonly [Key in keyof Required<Config>]: string } = {
  agent: '{"agent": "claude"}',
  notify: '{"notify": "notify-send"}',
  agents: '{"agents": ["my-agent --acp"]}',
  prices: '{"prices": {"a-model": {"input": 3, "output": 15}}}: dollars for a million tokens',
  endStalledAfter: '{"endStalledAfter": 30}: minutes',
}

/** One sentence that names the key. */
function whatIsWrong(issue: v.InferIssue<typeof configSchema>): string {
  const key = v.getDotPath(issue)
  if (key === null) return 'this is no JSON object, as {"agent": "claude"} is one.'
  const known = Object.keys(configSchema.entries)
  const [root = ''] = key.split('.')
  if (!known.includes(root)) return `“${key}” is no setting. There are: ${known.join(', ')}.`
  return `“${key}” is not what it should be, as in ${examples[root as keyof Config]}.`
}
