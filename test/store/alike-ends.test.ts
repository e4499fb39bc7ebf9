// Lines that end alike are parsed in two parts: together these are the line, whatever stands in it.

import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { JsonRecord } from '../../server/store/record.ts'
import { eachChained } from '../../server/store/whole-file.ts'
import { quickFolder } from '../harness/temp.ts'

const folder = quickFolder()
afterAll(folder.remove)
const file = path.join(folder.path, 'lines.jsonl')

const place = { userType: 'external', cwd: '/home/ada/a,"b', sessionId: 's'.repeat(36), version: '2.1.330' }
const places = [place, { ...place, gitBranch: 'main' }, { ...place, sessionId: 't' }]
const ends = places.map((one) => JSON.stringify(one).slice(1, -1))

/** What `eachChained` gives of a file with this in it. */
async function read(text: string): Promise<{ line: JsonRecord; place: JsonRecord }[]> {
  fs.writeFileSync(file, text)
  const fd = fs.openSync(file, 'r')
  const given: { line: JsonRecord; place: JsonRecord }[] = []
  await eachChained(fd, (line, place) => given.push({ line, place }))
  fs.closeSync(fd)
  return given
}

const whole = ({ line, place }: { line: JsonRecord; place: JsonRecord }) => ({ ...line, ...place })

test('a line’s two parts are together what JSON.parse makes of it; what is not JSON is passed over', async () => {
  const end = fc.constantFrom(...ends)
  const value = fc.oneof(
    fc.string().map((text) => JSON.stringify(text)),
    // As if the line ended here, in a text or in an object of its own.
    end.map((text) => JSON.stringify(`x",${text}}`)),
    end.map((text) => `{"a":1,${text}}`),
    fc.constant('{"a":{"b":[1,{"c":2}]}}'),
  )
  const fields = fc.array(fc.tuple(fc.constantFrom('message', 'cwd', 'sessionId', 'uuid', 'more'), value), {
    maxLength: 4,
  })
  const body = fields.map((own) => own.map(([name, json]) => `,"${name}":${json}`).join(''))
  const line = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(body, end).map(([own, last]) => `{"parentUuid":null${own},${last}}`) },
    { weight: 2, arbitrary: body.map((own) => `{"parentUuid":null${own}}`) },
    { weight: 1, arbitrary: fc.tuple(body, end).map(([own, last]) => `{"parentUuid":nul${own},${last}}`) },
    { weight: 1, arbitrary: fc.tuple(body, end).map(([own, last]) => `{"parentUuid":"${own},${last}}`) },
    { weight: 1, arbitrary: end.map((last) => `,${last}}`) },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 2, maxLength: 12 }), async (lines) => {
      const parsed = lines.flatMap((one) => {
        try {
          return one.startsWith('{"parentUuid":') ? [JSON.parse(one)] : []
        } catch {
          return []
        }
      })
      expect((await read(`${lines.join('\n')}\n`)).map(whole)).toEqual(parsed)
    }),
    { numRuns: 1000 },
  )
})

test('what many lines end with is one object for all of them, until it changes', async () => {
  const line = (uuid: number, end: string) => `{"parentUuid":null,"uuid":"${uuid}",${end}}\n`
  const [first = '', second = ''] = ends
  const given = await read(
    [first, first, first, first, second, second, second].map((end, at) => line(at, end)).join(''),
  )
  expect(given.map(({ place }) => Object.keys(place).length)).toEqual([0, 0, 4, 4, 0, 0, 5])
  expect(given[2]?.place).toBe(given[3]?.place)
  expect(given.map((one) => whole(one)['uuid'])).toEqual(['0', '1', '2', '3', '4', '5', '6'])
})

test('only what says where a line was written is taken out of it', async () => {
  const line = `{"parentUuid":null,"uuid":"u","teamName":"gardeners of the old town","isSidechain":true,${ends[0]}}\n`
  const given = await read(line.repeat(4))
  expect(given.map(({ line }) => line['isSidechain'])).toEqual([true, true, true, true])
})

test('lines that lie across reads, and one longer than several, are whole', async () => {
  const line = (uuid: string, text: string) => `{"parentUuid":null,"message":"${text}","uuid":"${uuid}",${ends[0]}}`
  const lines = Array.from({ length: 4000 }, (_, at) => line(`${at}`, 'long '.repeat(at % 300)))
  lines[2000] = line('2000', 'longer '.repeat(500_000))
  // Its fields in another order; and nothing behind the last.
  lines[3000] = `{"uuid":"3000",${ends[0]}}`
  const given = await read(lines.join('\n'))
  expect(given.map((one) => whole(one)['uuid'])).toEqual(lines.map((_, at) => `${at}`))
  expect(whole(given[2000] ?? { line: {}, place: {} })['message']).toHaveLength(3_500_000)
})
