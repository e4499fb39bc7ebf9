// `/compact [instructions]`: sums the conversation up, so that the agent goes on from a summary; all of it stays readable.

import type { DeviceCommand } from './command.ts'

export const compact: DeviceCommand = {
  name: 'compact',
  argument: '[instructions]',
  description: 'sum up what was said; what to keep in mind',
  role: 'drive',
  async run({ connection, say }, instructions) {
    const done = await connection.call('compact', instructions === '' ? {} : { instructions })
    if (done.made === 'by the agent') return
    const { unit, before, after } = done.sizes
    const sizes = `${before.toLocaleString('en-US')} → ${after.toLocaleString('en-US')} ${unit}`
    if (done.made === 'summary') say(`Summed up: ${sizes}. The agent goes on with the summary.`)
    else say(`A list of the commands, without their output and without any AI: ${sizes}.`)
  },
}
