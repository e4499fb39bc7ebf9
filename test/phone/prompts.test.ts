// Writing, sending and what becomes of it; questions and their answers.

import { beforeEach, describe, expect, test } from 'vitest'
import type { PermissionId } from '../../shared/ids.ts'
import type { Phone } from '../harness/phone.ts'
import { outgoing, question, queued, running } from './examples.ts'
import { useStage } from './stage/open-stage.ts'
import { answer, frames, made, noted, play, refuse } from './stage/play.ts'
import { joined, more, patch, prompt, roomState, stateOf } from './wire.ts'

const stage = useStage()
let phone: Phone
beforeEach(async () => {
  phone = await stage.phone()
})

const methods = async () => (await made(phone.page)).map(({ method }) => method)
const bubbles = () => phone.page.locator('.prompt .text').allTextContents()

describe('writing', () => {
  test('PH7 a sent prompt is there at once, once, and stays one as it is taken and said', async () => {
    await frames(phone.page, ...joined([]))
    await phone.send('ls')
    expect(await bubbles()).toEqual(['ls'])
    await phone.page.getByText('Sending…').waitFor()
    const [call] = await made(phone.page)
    const id = call?.id ?? ''
    await frames(phone.page, patch({ queue: { [id]: queued(id, 1, 'ls', 'queued') } }))
    await phone.page.getByText('Waits its turn').waitFor()
    expect(await bubbles()).toEqual(['ls'])
    await answer(phone.page, 'prompt', { standing: 'queued' })
    await frames(phone.page, patch({ queue: { [id]: null }, activity: { ...running(id) } }))
    expect(await bubbles()).toEqual(['ls'])
    await frames(phone.page, more(prompt(id, 'ls')))
    expect(await bubbles()).toEqual(['ls'])
    expect(await phone.message.inputValue()).toBe('')
  })

  test('PH7 a refused prompt keeps its text and its reason, and can be sent anew', async () => {
    await frames(phone.page, ...joined([]))
    await phone.send('ls')
    await refuse(phone.page, 'prompt', 'queue_full', 'Fifty prompts wait already. Withdraw one first.')
    await phone.page.getByText('Not sent: Fifty prompts wait already').waitFor()
    await phone.button('Try again').click()
    expect(await methods()).toEqual(['prompt', 'prompt'])
    expect(await bubbles()).toEqual(['ls'])
    await refuse(phone.page, 'prompt', 'queue_full', 'Fifty prompts wait already. Withdraw one first.')
    await phone.page.reload()
    await frames(phone.page, ...joined([]))
    await phone.page.getByText('Not sent: Fifty prompts wait already').waitFor()
    expect(await bubbles()).toEqual(['ls'])
    await phone.button('Discard').click()
    expect(await bubbles()).toEqual([])
    await phone.page.reload()
    await frames(phone.page, ...joined([]))
    expect(await bubbles()).toEqual([])
  })

  test('PH13 a draft is there after a reload, and gone once it is sent', async () => {
    await frames(phone.page, ...joined([]))
    await phone.message.fill('half a thought')
    await phone.page.reload()
    await frames(phone.page, ...joined([]))
    expect(await phone.message.inputValue()).toBe('half a thought')
    await phone.button('Send').click()
    await phone.page.reload()
    await frames(phone.page, ...joined([]))
    expect(await phone.message.inputValue()).toBe('')
  })

  test('PH14 Enter begins a new line where a finger types; the box grows with the text', async () => {
    await frames(phone.page, ...joined([]))
    const low = await phone.message.evaluate((box) => box.clientHeight)
    await phone.message.pressSequentially('one')
    await phone.message.press('Enter')
    await phone.message.pressSequentially('two')
    expect(await phone.message.inputValue()).toBe('one\ntwo')
    expect(await phone.message.evaluate((box) => box.clientHeight)).toBeGreaterThan(low)
    expect(await methods()).toEqual([])
  })

  test('PH14 Enter sends where there is a keyboard, Shift and Enter begin a new line', async () => {
    const laptop = await stage.laptop()
    await frames(laptop.page, ...joined([]))
    await laptop.message.pressSequentially('one')
    await laptop.message.press('Shift+Enter')
    await laptop.message.pressSequentially('two')
    await laptop.message.press('Enter')
    expect(await made(laptop.page)).toMatchObject([{ method: 'prompt', params: { text: 'one\ntwo' } }])
    expect(await laptop.message.inputValue()).toBe('')
  })

  test('PH14 nothing and spaces are not sent; too much says by how much', async () => {
    await frames(phone.page, ...joined([]))
    expect(await phone.button('Send').isDisabled()).toBe(true)
    await phone.message.fill('  \n ')
    expect(await phone.button('Send').isDisabled()).toBe(true)
    await phone.message.fill('x'.repeat(256 * 1024 + 5))
    await phone.page.getByText('Too long by 5 characters').waitFor()
    expect(await phone.button('Send').isDisabled()).toBe(true)
  })

  test.each([
    ['view', 'This device may only watch', false],
    ['approve', 'This device may watch and answer, not prompt', true],
    ['drive', 'Command', true],
  ] as const)('PH14 what a device of role %s may do', async (role, words, mayStop) => {
    await frames(phone.page, ...joined([], { activity: running('p1') }, role))
    expect(await phone.message.getAttribute('placeholder')).toBe(words)
    expect(await phone.message.isEnabled()).toBe(role === 'drive')
    expect(await phone.button('Stop').count()).toBe(mayStop ? 1 : 0)
  })

  test('PH14 Stop asks for the turn that runs, once', async () => {
    await frames(phone.page, ...joined([], { activity: running('p1') }))
    await phone.button('Stop').click()
    expect(await made(phone.page)).toMatchObject([{ method: 'cancel', params: { prompt: 'p1' } }])
    expect(await phone.button('Stop').isDisabled()).toBe(true)
    await phone.page.getByText('stopping').waitFor()
    await answer(phone.page, 'cancel', {})
    await frames(phone.page, patch({ activity: { is: 'idle', prompt: null, since: null } }))
    await phone.button('Stop').waitFor({ state: 'detached' })
  })
})

test('the sign stands before the first line of what is written, however many there are', async () => {
  await frames(phone.page, ...joined([]))
  const place = async () => (await phone.page.locator('.field .sign').boundingBox())?.y ?? Number.NaN
  const fieldTop = async () => (await phone.page.locator('.field').boundingBox())?.y ?? Number.NaN
  await phone.message.fill('one')
  const below = (await place()) - (await fieldTop())
  await phone.message.fill('one\ntwo\nthree')
  await expect.poll(async () => (await place()) - (await fieldTop())).toBe(below)
})

describe('prompts that wait', () => {
  test('TU3 PH7 one is changed where it stands; what is left alone stays as it was', async () => {
    const queue = { q: queued('q', 1, 'git psh', 'queued') }
    await frames(phone.page, ...joined([], { activity: running('p1'), queue }))
    const box = phone.page.getByRole('textbox', { name: 'This message' })
    await phone.button('Edit').click()
    await box.fill('git push --force')
    await phone.button('Cancel').click()
    expect(await made(phone.page)).toEqual([])
    await phone.button('Edit').click()
    expect(await box.inputValue()).toBe('git psh')
    await box.fill('git push')
    await phone.button('Save').click()
    expect(await made(phone.page)).toMatchObject([{ method: 'amend', params: { prompt: 'q', text: 'git push' } }])
    expect(await phone.button('Edit').isDisabled()).toBe(true)
    await answer(phone.page, 'amend', {})
    await frames(phone.page, patch({ queue: { q: { text: 'git push' } } }))
    await phone.transcript.getByText('git push', { exact: true }).waitFor()
    await phone.button('Edit').click()
    // It begins meanwhile: nothing of the form is left.
    await frames(phone.page, more(prompt('q', 'git push')), patch({ activity: { prompt: 'q' }, queue: { q: null } }))
    await box.waitFor({ state: 'detached' })
    await phone.transcript.getByText('Running').waitFor()
  })

  const asked = async () => (await noted(phone.page)).filter((what) => what !== 'wake')

  test.each([
    ['queued', 'Withdraw', 'withdraw'],
    ['held', 'Send now', 'release'],
    ['held', 'Discard', 'withdraw'],
    ['interrupted', 'Send again', 'release'],
    ['interrupted', 'Leave it', 'withdraw'],
  ] as const)('PH7 one that is %s: %s', async (standing, name, method) => {
    await frames(phone.page, ...joined([], { queue: { q1: queued('q1', 1, 'ls', standing) } }))
    await phone.button(name).click()
    expect(await made(phone.page)).toMatchObject([{ method, params: { prompt: 'q1' } }])
    expect(await phone.button(name).isDisabled()).toBe(true)
    await refuse(phone.page, method, 'not_found', 'It is not waiting any more.')
    await phone.page.getByText('It is not waiting any more.').waitFor()
    expect(await phone.button(name).isEnabled()).toBe(true)
  })

  test('PH13 a prompt too old to be sent unasked asks', async () => {
    await frames(phone.page, ...joined([]))
    await play(phone.page, { outbox: [outgoing('o1', 'git push', 'asks'), outgoing('o2', 'git pull', 'asks')] })
    await phone.page.getByText('Not sent. Send now?').first().waitFor()
    await phone.button('Send now').first().click()
    await phone.button('Discard').last().click()
    expect(await asked()).toEqual(['resend o1', 'discard o2'])
    expect(await bubbles()).toEqual(['git push'])
    expect(await phone.page.getByText('Not sent:').count()).toBe(0)
  })

  test('PH13 one that arrived after all does not ask, and another old tap is dropped with a note', async () => {
    await frames(phone.page, ...joined([prompt('o1', 'git push')], { permissions: { 'perm-1': question } }))
    const old = { ...outgoing('o3', '', 'asks'), method: 'cancel' as const, params: {} }
    await play(phone.page, { outbox: [outgoing('o1', 'git push', 'asks'), old] })
    await phone.page.getByText('was not done').waitFor()
    expect(await asked()).toEqual(['discard o1', 'discard o3'])
    expect(await bubbles()).toEqual(['git push'])
  })
})

describe('questions', () => {
  const asked = () =>
    frames(phone.page, ...joined([], { activity: running('p1'), permissions: { 'perm-1': question } }))
  const card = () => phone.page.getByRole('group', { name: question.title })

  test('PH12 the whole of what would be done, and a button for each option', async () => {
    await frames(
      phone.page,
      ...joined([], { permissions: { 'perm-1': { ...question, detail: `cat <<END\n${'line\n'.repeat(80)}END` } } }),
    )
    await card().waitFor()
    expect(await card().getByRole('button').allTextContents()).toEqual(question.options.map(({ name }) => name))
    expect(await card().getByLabel('In full').textContent()).toMatch(/^cat <<END\n(line\n){80}END$/)
    await expect.poll(() => card().evaluate((group) => group.scrollWidth <= innerWidth)).toBe(true)
    for (const { name } of question.options) {
      const box = await phone.button(name).boundingBox()
      expect(box?.height).toBeGreaterThanOrEqual(44)
    }
  })

  test('PH12 its buttons rest for a moment after it appeared, and again when another leaves', async () => {
    const disabled = () =>
      phone.page.locator('fieldset').evaluateAll((all) => all.map((each) => each.matches(':disabled')))
    const seen = () => phone.page.evaluate(() => (window as unknown as { seen: string[] }).seen)
    const runs = (list: readonly string[]) => list.filter((each, place) => each !== list[place - 1])
    await phone.page.evaluate(() => {
      const seen: string[] = []
      Object.assign(window, { seen })
      new MutationObserver(() => {
        const cards = [...document.querySelectorAll('fieldset')]
        if (cards.length === 0) return
        seen.push(cards.map((card) => (card.matches(':disabled') ? 'rests' : 'ready')).join())
      }).observe(document.body, { subtree: true, childList: true, attributes: true })
    })
    await asked()
    await expect.poll(disabled).toEqual([false])
    expect(runs(await seen())).toEqual(['rests', 'ready'])
    const second = { ...question, id: 'perm-2' as PermissionId, order: 2 }
    const both = roomState({ permissions: { 'perm-1': question, 'perm-2': second } })
    await frames(phone.page, stateOf(both))
    await expect.poll(disabled).toEqual([false, false])
    const before = (await seen()).length
    await frames(phone.page, patch({ permissions: { 'perm-1': null } }))
    await expect.poll(disabled).toEqual([false])
    expect(runs((await seen()).slice(before))).toEqual(['rests', 'ready'])
  })

  test('PH12 an answer goes out once, says when it waits for the connection, and the card goes', async () => {
    await asked()
    await phone.button('Allow once').click()
    expect(await made(phone.page)).toMatchObject([
      { method: 'answer', params: { permission: 'perm-1', option: 'once' } },
    ])
    expect(await phone.button('Reject').isDisabled()).toBe(true)
    await phone.page.getByText('Sending your answer').waitFor()
    await play(phone.page, { status: { is: 'reconnecting', since: Date.now(), again: Date.now() + 3000 } })
    await phone.page.getByText('as soon as the connection is back').waitFor()
    await play(phone.page, { status: { is: 'live' } })
    await answer(phone.page, 'answer', {})
    await frames(phone.page, patch({ permissions: { 'perm-1': null } }))
    await card().waitFor({ state: 'detached' })
  })

  test('PH12 another device was quicker: the card goes, and a note says so', async () => {
    await asked()
    await phone.button('Allow once').click()
    await frames(phone.page, patch({ permissions: { 'perm-1': null } }))
    await refuse(phone.page, 'answer', 'already_resolved', 'Terminal answered first: Reject.')
    await phone.page.getByText('Terminal answered first: Reject.').waitFor()
    expect(await card().count()).toBe(0)
    await phone.button('Dismiss').click()
    await phone.page.getByText('Terminal answered first').waitFor({ state: 'detached' })
  })

  test('PH12 a screen reader is told at once', async () => {
    await asked()
    const told = phone.page.locator('[aria-live=assertive]')
    await expect.poll(() => told.textContent()).toBe(`Needs your answer: ${question.title}`)
    expect(await phone.page.title()).toMatch(/^● /)
  })

  test('PH12 once this device is out, there is nothing left to answer', async () => {
    await asked()
    await play(phone.page, { status: { is: 'ended', code: 'revoked', reason: 'This device was taken off.' } })
    await phone.page.getByText('This device was taken off.').waitFor()
    expect(await card().count()).toBe(0)
    expect(await phone.page.title()).not.toMatch(/^●/)
  })

  test('PH14 a device that may only watch sees the question and cannot answer', async () => {
    await phone.page.clock.install()
    await frames(phone.page, ...joined([], { permissions: { 'perm-1': question } }, 'view'))
    await phone.page.getByText('Another one has to answer').waitFor()
    // Longer than buttons rest after they moved.
    await phone.page.clock.runFor(5000)
    expect(await phone.button('Allow once').isDisabled()).toBe(true)
  })
})

describe('the agent', () => {
  const agent = () => phone.page.getByRole('status', { name: 'Agent' })

  test('WD3 its state and its last word stand apart from the connection', async () => {
    const heard = new Date(Date.now() - 70_000).toISOString()
    const stalled = { since: heard }
    await frames(phone.page, ...joined([], { heard, activity: { ...running('p1', heard), stalled } as never }))
    await expect.poll(() => agent().textContent()).toMatch(/^stalled since \d/)
    await phone.page.getByText(/Last word 1 min \d+ s ago/).waitFor()
    await frames(phone.page, patch({ activity: { stalled: null } }))
    await expect.poll(() => agent().textContent()).toBe('running')
    await play(phone.page, { status: { is: 'reconnecting', since: Date.now(), again: Date.now() + 30_000 } })
    await expect.poll(() => agent().textContent()).toBe('was running')
    await phone.page.getByText(/Last word \d\d?:\d\d/).waitFor()
  })

  test('WD3 thinking is never shown without a turn', async () => {
    const part = { kind: 'thought' as const, order: 1, message: 'm1', block: 0, text: 'hm' }
    await frames(phone.page, ...joined([], { activity: running('p1'), live: { 'm:m1/0': part } }))
    await phone.transcript.getByText('Thinking').waitFor()
    await frames(phone.page, patch({ activity: { is: 'idle', prompt: null, since: null } }))
    await phone.transcript.getByText('Thought').waitFor()
  })
})

describe('the connection', () => {
  test('PH15 shown again, restored, offline or back online, it is woken', async () => {
    await frames(phone.page, ...joined([]))
    const before = await noted(phone.page)
    await phone.page.evaluate(() => {
      document.dispatchEvent(new Event('visibilitychange'))
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
      window.dispatchEvent(new Event('offline'))
      window.dispatchEvent(new Event('online'))
    })
    expect(await noted(phone.page)).toEqual([...before, 'wake', 'wake', 'wake', 'wake'])
  })

  test('PH15 while it is lost it counts down, and Try now tries now', async () => {
    await frames(phone.page, ...joined([]))
    await play(phone.page, { status: { is: 'reconnecting', since: Date.now(), again: Date.now() + 30_000 } })
    const count = phone.page.getByText(/Trying again in \d+ s/)
    const left = async () => Number(/in (\d+) s/.exec(await count.innerText())?.[1])
    const first = await left()
    expect(first).toBeLessThanOrEqual(30)
    await expect.poll(left).toBeLessThan(first)
    await phone.button('Try now').click()
    expect((await noted(phone.page)).at(-1)).toBe('wake')
    await play(phone.page, { status: { is: 'connecting', since: Date.now() - 3000 } })
    await phone.page.getByText(/Connection lost \d+ s ago. Trying again now/).waitFor()
    await play(phone.page, { status: { is: 'catching-up' } })
    await phone.page.getByText('Catching up').waitFor()
    await phone.page.getByText('Connection lost').waitFor({ state: 'detached' })
  })

  test('PH12 a reply is announced once it is whole, and not letter by letter', async () => {
    const part = { kind: 'reply' as const, order: 1, message: 'm1', block: 0, text: 'Hel' }
    const told = phone.page.locator('[aria-live=polite]')
    await frames(phone.page, ...joined([], { live: { 'm:m1/0': part } }))
    await phone.transcript.getByText('He', { exact: true }).waitFor()
    expect(await told.textContent()).toBe('')
    const whole = { kind: 'reply' as const, id: 'e', at: '', message: 'm1', block: 0, text: 'Hello' }
    await frames(phone.page, more(whole), patch({ live: { 'm:m1/0': null } }))
    await expect.poll(() => told.textContent()).toBe('Hello')
  })
})
