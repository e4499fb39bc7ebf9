// Two ends as of a socket, in one process: texts and bytes in one order, with somebody in between who sees both.

import { type Pipe, pipePair, type Wire } from '../../shared/pipe.ts'

export interface WirePipe extends Pipe {
  readonly wire: Wire
}

export type Message = string | Uint8Array

/** What becomes of a message on its way: itself, others in its place, or nothing. */
export type Between = (message: Message, from: 'left' | 'right') => readonly Message[]

export function wirePair(between: Between = (message) => [message]): [WirePipe, WirePipe] {
  const [left, right] = pipePair()
  return [end(left, 'left', between), end(right, 'right', between)]
}

function end(inner: Pipe, side: 'left' | 'right', between: Between): WirePipe {
  const post = (message: Message) => {
    for (const each of between(message, side)) {
      inner.send(typeof each === 'string' ? `t${each}` : `b${Buffer.from(each).toString('base64')}`)
    }
  }
  const pipe: WirePipe = {
    wire: { send: post, onMessage: () => pipe.close(4400, 'text frames only') },
    send: post,
    close: (code, reason) => inner.close(code, reason),
    terminate: () => inner.terminate(),
    buffered: 0,
    onFrame: () => {},
    onClose: () => {},
  }
  inner.onFrame = (text) => {
    if (text.startsWith('t')) pipe.onFrame(text.slice(1))
    else pipe.wire.onMessage(Buffer.from(text.slice(1), 'base64'))
  }
  inner.onClose = (code, reason) => pipe.onClose(code, reason)
  return pipe
}
