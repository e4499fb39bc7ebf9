// Forms of the agent's on the phone: filled in, checked, sent once, and gone when another device was quicker.

import { beforeEach, expect, test } from 'vitest'
import type { Question } from '../../shared/questions.ts'
import type { Role } from '../../shared/roles.ts'
import type { Phone } from '../harness/phone.ts'
import { form, longForm, running } from './examples.ts'
import { useStage } from './stage/open-stage.ts'
import { frames, made, refuse } from './stage/play.ts'
import { joined, patch } from './wire.ts'

const stage = useStage()
let phone: Phone
beforeEach(async () => {
  phone = await stage.phone()
})

async function asked(question: Question, role: Role = 'owner'): Promise<void> {
  await frames(phone.page, ...joined([], { activity: running('p1'), questions: { [question.id]: question } }, role))
  await card(question).waitFor()
}

const card = (question: Question) => phone.page.getByRole('form', { name: question.message })
const answers = async () =>
  (await made(phone.page)).flatMap(({ method, params }) => (method === 'respond' ? [params] : []))
const accepted = (values: object) => [{ question: 'form-1', answer: { action: 'accept', values } }]

test('PH19 the options are radio buttons with what they say; the one that is chosen is sent once', async () => {
  await asked(form)
  const choice = phone.page.getByRole('radio', { name: /^In memory/ })
  await expect.poll(() => choice.isEnabled()).toBe(true)
  expect(await phone.button('Send answer').isDisabled()).toBe(true)
  await choice.check()
  await phone.button('Send answer').click()
  await phone.page.getByText('Sending your answer').waitFor()
  expect(await phone.button('Send answer').isDisabled()).toBe(true)
  expect(await answers()).toEqual(accepted({ question_0: 'memory' }))
  await frames(phone.page, patch({ questions: { 'form-1': null } }))
  await card(form).waitFor({ state: 'detached' })
})

test('PH19 words of one’s own take the place of an option, and an option theirs', async () => {
  await asked(form)
  await phone.page.getByRole('radio', { name: /^On disk/ }).check()
  await phone.page.getByLabel('Something else').fill('In a bucket')
  expect(await phone.page.getByRole('radio', { checked: true }).count()).toBe(0)
  await phone.page.getByRole('radio', { name: /^On disk/ }).check()
  expect(await phone.page.getByLabel('Something else').inputValue()).toBe('')
  await phone.page.getByLabel('Something else').fill('In a bucket')
  await phone.page.getByLabel('Something else').press('Enter')
  expect(await answers()).toEqual(accepted({ question_0_custom: 'In a bucket' }))
})

test('PH19 what does not fit is told beside its field, and nothing is sent; then all of it goes', async () => {
  await asked(longForm)
  const { page } = phone
  await page.getByLabel('The retry').check()
  await page.getByLabel('Retries').fill('a few')
  await phone.button('Send answer').click()
  expect(await page.getByRole('alert').allTextContents()).toEqual([
    'Choose at least 2.',
    'This needs an answer.',
    'This takes a number.',
  ])
  expect(await page.getByLabel('Retries').getAttribute('aria-invalid')).toBe('true')
  expect(await answers()).toEqual([])
  await page.getByLabel('Its tests').check()
  await page.getByLabel('Name of the branch').fill('retry')
  await page.getByLabel('Retries').fill('3')
  await page.getByLabel('Yes').check()
  await phone.button('Send answer').click()
  const values = { parts: ['The retry', 'Its tests'], name: 'retry', count: 3, push: true }
  expect(await answers()).toEqual(accepted(values))
})

test('PH19 it can be declined', async () => {
  await asked(form)
  await phone.button('Decline to answer').click()
  expect(await answers()).toEqual([{ question: 'form-1', answer: { action: 'decline' } }])
})

test('PH19 another device was quicker: the card goes, and a note says so', async () => {
  await asked(form)
  await phone.page.getByRole('radio', { name: /^On disk/ }).check()
  await phone.button('Send answer').click()
  await frames(phone.page, patch({ questions: { 'form-1': null } }))
  await refuse(phone.page, 'respond', 'already_resolved', 'Terminal answered first: In memory.')
  await phone.page.getByText('Terminal answered first: In memory.').waitFor()
  expect(await card(form).count()).toBe(0)
})

test('PH19 a screen reader is told at once, and the title shows that somebody is needed', async () => {
  await asked(form)
  const told = phone.page.locator('[aria-live=assertive]')
  await expect.poll(() => told.textContent()).toBe(`Needs your answer: ${form.message}`)
  expect(await phone.page.title()).toMatch(/^● /)
})

test('PH14 who may answer may choose and not write; who may watch may do neither', async () => {
  await asked(form, 'approve')
  const own = phone.page.getByLabel('Something else')
  await expect.poll(() => phone.page.getByRole('radio').first().isEnabled()).toBe(true)
  expect(await own.isDisabled()).toBe(true)
  expect(await own.getAttribute('placeholder')).toBe('This device may choose, not write')
  await phone.page.clock.install()
  await asked(form, 'view')
  await phone.page.getByText('Another one has to answer').waitFor()
  // Longer than it rests after it moved.
  await phone.page.clock.runFor(5000)
  expect(await phone.page.getByRole('radio').first().isDisabled()).toBe(true)
})
