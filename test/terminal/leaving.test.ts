import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { onLeaving } from '../../client/terminal/leaving.ts'

function around() {
  const said: string[] = []
  const surroundings = { process: new EventEmitter(), input: new EventEmitter(), output: new EventEmitter() }
  const stay = onLeaving(
    surroundings,
    () => said.push('restored'),
    () => said.push('ended'),
  )
  return { ...surroundings, said, stay }
}

it.each(['SIGTERM', 'SIGHUP', 'SIGINT'])('TM4 %s brings the terminal to its end', (signal) => {
  const { process, said } = around()
  process.emit(signal)
  expect(said).toEqual(['ended'])
})

it('TM4 a terminal that went away brings it to its end, and a late write is nothing to crash over', () => {
  const { input, output, said, stay } = around()
  input.emit('end')
  output.emit('error', new Error('EIO'))
  expect(said).toEqual(['ended', 'ended'])
  stay()
  expect(() => output.emit('error', new Error('EIO'))).not.toThrow()
  expect(said).toHaveLength(2)
})

it('TM4 an exit and a crash give the cursor back', () => {
  const { process, said, stay } = around()
  process.emit('uncaughtExceptionMonitor', new Error('a bug'))
  process.emit('exit', 1)
  expect(said).toEqual(['restored', 'restored'])
  stay()
  process.emit('exit', 1)
  expect(said).toHaveLength(2)
  expect(process.eventNames()).toEqual(['SIGTERM', 'SIGHUP'])
})

it('TM4 a hang-up that comes after the end of input does not cut the ending short', () => {
  const { process, input, said, stay } = around()
  input.emit('end')
  stay()
  expect([process.emit('SIGHUP'), process.emit('SIGTERM'), process.emit('SIGINT')]).toEqual([true, true, false])
  expect(said).toEqual(['ended'])
})
