// `/cost`: what this conversation has cost so far, in tokens, money, time and lines.

import type { Cost, ModelCost } from '../../shared/cost.ts'
import { plainLine } from '../plain-text.ts'
import type { DeviceCommand } from './command.ts'

export const cost: DeviceCommand = {
  name: 'cost',
  description: 'tokens, money, time and lines so far',
  role: 'view',
  async run({ connection, say }) {
    say(costLines(await connection.call('cost', {})).join('\n'))
  },
}

/** Each fits a phone. */
export function costLines(of: Cost): string[] {
  const { models, subagents, time, lines } = of
  const spent = [...models, ...subagents]
  const waited = time.model === undefined ? '' : `, ${duration(time.model)} for the model`
  return [
    ...moneyLines(of, spent),
    ...(spent.length === 0 ? ['Tokens: the agent has told of none.'] : []),
    ...models.flatMap(modelLines),
    ...(subagents.length > 0 ? ['Its sub-agents, besides:', ...subagents.flatMap(modelLines)] : []),
    `Time at work: ${duration(time.turns)}${waited}`,
    ...(lines.added + lines.removed > 0 ? [`Lines of files: +${count(lines.added)} −${count(lines.removed)}`] : []),
  ]
}

function modelLines({ model, tokens, dollars }: ModelCost): string[] {
  const { input, output, cacheRead, cacheWrite } = tokens
  const cached = cacheRead + cacheWrite > 0
  return [
    `${plainLine(model)}${dollars === undefined ? '' : ` · about ${money(dollars)}`}`,
    `  in ${count(input)} · out ${count(output)}`,
    ...(cached ? [`  cache: read ${count(cacheRead)} · written ${count(cacheWrite)}`] : []),
  ]
}

function moneyLines({ told, prices }: Cost, spent: readonly ModelCost[]): string[] {
  const priced = spent.flatMap(({ dollars }) => dollars ?? [])
  const unknown = [
    ...new Set(spent.filter(({ dollars }) => dollars === undefined).map(({ model }) => plainLine(model))),
  ]
  const sum = money(priced.reduce((all, one) => all + one, 0))
  const estimate = priced.length === 0 ? [] : [`about ${sum} by the prices of ${prices}`]
  const missing = unknown.length === 0 ? [] : [`no price is known of ${unknown.join(', ')}`]
  if (told) return [`Cost: ${agentMoney(told)}, says the agent`]
  if (spent.length === 0) return []
  return [`Cost: ${[...estimate, ...missing].join('; ')}`]
}

const agentMoney = ({ amount, currency }: { amount: number; currency: string }): string =>
  currency === 'USD' ? money(amount) : `${amount.toFixed(2)} ${plainLine(currency)}`

/** Small sums are told exactly enough to be more than nothing. */
const money = (dollars: number): string =>
  `$${dollars >= 1 || dollars === 0 ? dollars.toFixed(2) : dollars.toPrecision(2)}`

const count = (number: number): string => number.toLocaleString('en-US')

function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  if (hours > 0) return `${hours} h ${minutes} min`
  if (minutes >= 10) return `${minutes} min`
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
}
