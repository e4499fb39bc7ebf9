// What an ACP agent offers to choose, in whichever of its three ways, as one list; and how each is chosen.

import {
  type ClientConnection,
  methods,
  type SessionConfigOption,
  type SessionModeState,
  type SessionUpdate,
} from '@agentclientprotocol/sdk/unstable'
import type { OptionCategory, OptionChoice } from '../../shared/agent-board.ts'
import type { OfferedOption } from '../room/agent-news.ts'
import { isRecord, recordsOf, textOf } from '../store/record.ts'

/** What `session/new` and its like answer, besides an id. */
interface SessionAnswer {
  readonly modes?: SessionModeState | null
  readonly configOptions?: readonly SessionConfigOption[] | null
}

interface Models {
  readonly current: string
  readonly choices: readonly OptionChoice[]
}

/** Ids of what an agent offers outside of its config options. */
const modeId = 'mode'
const modelId = 'model'

export class AcpOptions {
  readonly #tell: (options: readonly OfferedOption[]) => void
  readonly #unguarded: ReadonlySet<string>
  #config: readonly SessionConfigOption[] = []
  #modes: SessionModeState | undefined
  #models: Models | undefined
  #offered = false

  /** `unguarded` are values that only an owner may choose. */
  constructor(unguarded: ReadonlySet<string>, tell: (options: readonly OfferedOption[]) => void) {
    this.#unguarded = unguarded
    this.#tell = tell
  }

  opened(answer: SessionAnswer): void {
    this.#config = answer.configOptions ?? this.#config
    this.#modes = answer.modes ?? this.#modes
    this.#models = modelsIn(answer) ?? this.#models
    this.#changed()
  }

  /** True where the update was about an option. */
  take(update: SessionUpdate): boolean {
    if (update.sessionUpdate === 'config_option_update') this.#config = update.configOptions
    else if (update.sessionUpdate === 'current_mode_update') this.#modeIs(update.currentModeId)
    else return false
    this.#changed()
    return true
  }

  /** Rejects with what the agent says against it. */
  async choose(agent: ClientConnection['agent'], sessionId: string, option: string, value: string): Promise<void> {
    const config = this.#config.find(({ id }) => id === option)
    if (config) {
      const wanted = config.type === 'boolean' ? { type: 'boolean' as const, value: value === 'on' } : { value }
      const answer = await agent.request(methods.agent.session.setConfigOption, {
        sessionId,
        configId: option,
        ...wanted,
      })
      this.#config = answer.configOptions
    } else if (option === modeId && this.#modes) {
      await agent.request(methods.agent.session.setMode, { sessionId, modeId: value })
      this.#modeIs(value)
    } else if (option === modelId && this.#models) {
      // In no version of the library any more; Gemini CLI has nothing newer.
      await agent.request('session/set_model', { sessionId, modelId: value })
      this.#models = { ...this.#models, current: value }
    } else throw new Error('it does not offer that any more.')
    this.#changed()
  }

  /** Agents that offer their modes in both ways tell of a change in either. */
  #modeIs(value: string): void {
    if (this.#modes) this.#modes = { ...this.#modes, currentModeId: value }
    this.#config = this.#config.map((option) =>
      option.type === 'select' && option.category === 'mode' ? { ...option, currentValue: value } : option,
    )
  }

  #changed(): void {
    const options = this.#config.map((option) => this.#ofConfig(option))
    const has = (category: OptionCategory): boolean => options.some((option) => option.category === category)
    if (this.#modes && !has('mode')) options.unshift(this.#ofModes(this.#modes))
    if (this.#models && !has('model')) options.push({ id: modelId, name: 'Model', category: 'model', ...this.#models })
    if (options.length > 0 || this.#offered) this.#tell(options)
    this.#offered = options.length > 0
  }

  #ofConfig(option: SessionConfigOption): OfferedOption {
    const { id, name, description } = option
    const words = { id, name, description: description ?? undefined, category: categoryOf(option.category) }
    if (option.type === 'boolean') return { ...words, current: option.currentValue ? 'on' : 'off', choices: onAndOff }
    const choices = option.options.flatMap((entry) =>
      'group' in entry
        ? entry.options.map((choice) => this.#choice(choice, entry.name))
        : [this.#choice(entry, undefined)],
    )
    return { ...words, current: option.currentValue, choices }
  }

  #ofModes({ currentModeId, availableModes }: SessionModeState): OfferedOption {
    const choices = availableModes.map(({ id, name, description }) =>
      this.#choice({ value: id, name, description }, undefined),
    )
    return { id: modeId, name: 'Mode', category: 'mode', current: currentModeId, choices }
  }

  #choice(
    { value, name, description }: { value: string; name: string; description?: string | null },
    group: string | undefined,
  ): OptionChoice {
    const role = this.#unguarded.has(value) ? 'owner' : undefined
    return { value, name, description: description ?? undefined, group, role }
  }
}

const onAndOff: readonly OptionChoice[] = [
  { value: 'on', name: 'On' },
  { value: 'off', name: 'Off' },
]

function categoryOf(category: string | null | undefined): OptionCategory {
  switch (category) {
    case 'mode':
    case 'model':
      return category
    case 'thought_level':
      return 'effort'
    default:
      return 'other'
  }
}

/** `models` as older agents answer it: `{currentModelId, availableModels: [{modelId, name, description}]}`. */
function modelsIn(answer: object): Models | undefined {
  const models = 'models' in answer && isRecord(answer.models) ? answer.models : undefined
  const current = textOf(models?.['currentModelId'])
  if (current === undefined) return undefined
  const choices = recordsOf(models?.['availableModels']).flatMap((model) => {
    const value = textOf(model['modelId'])
    return value === undefined
      ? []
      : [{ value, name: textOf(model['name']) ?? value, description: textOf(model['description']) }]
  })
  return { current, choices }
}
