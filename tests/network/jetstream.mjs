// A JSON stream in the shape of Jetstream v1, fed by the real firehose of the loopback PDS.
//
//   ws://127.0.0.1:PORT/subscribe?wantedCollections=app.bsky.feed.post&wantedDids=did:plc:...&cursor=TIME_US
//
// Every commit is checked (signature, tree proof) by @atproto/sync before it is passed on. `cursor` replays what came
// after that time, out of a memory of the last events; there is no compression.
import http from 'node:http'
import { createRequire } from 'node:module'
import { IdResolver } from '@atproto/identity'
import { lexToJson } from '@atproto/lexicon'
import { Firehose } from '@atproto/sync'

const { WebSocketServer } = createRequire(import.meta.url)('ws')
const REMEMBERED = 20_000

export async function startStream({ plc, pds, port }) {
  const server = http.createServer((_, response) => response.writeHead(404).end())
  const sockets = new WebSocketServer({ server, path: '/subscribe' })
  const readers = new Map()
  const memory = []
  let lastTime = 0
  let lastSeq = 0 // from the network's first event on: nothing is missed while the firehose connects

  sockets.on('connection', (socket, request) => {
    const query = new URL(request.url, 'http://stream').searchParams
    const wanted = { collections: query.getAll('wantedCollections'), dids: new Set(query.getAll('wantedDids')) }
    const cursor = query.get('cursor')
    if (cursor) memory.filter((event) => event.time_us > Number(cursor)).forEach((event) => pass(socket, wanted, event))
    readers.set(socket, wanted)
    socket.on('close', () => readers.delete(socket))
  })

  const firehose = new Firehose({
    service: pds.replace(/^http/, 'ws'),
    idResolver: new IdResolver({ plcUrl: plc, fetch: globalThis.fetch }),
    unauthenticatedHandles: true,
    getCursor: () => lastSeq,
    handleEvent: (event) => {
      lastSeq = event.seq
      const body = shape(event)
      if (!body) return
      lastTime = Math.max(lastTime + 1, Date.parse(event.time) * 1000)
      remember({ did: event.did, time_us: lastTime, ...body })
    },
    onError: (error) => console.error('firehose:', error.message),
  })

  function remember(event) {
    memory.push(event)
    if (memory.length > REMEMBERED) memory.shift()
    for (const [socket, wanted] of readers) pass(socket, wanted, event)
  }

  void firehose.start()
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `ws://127.0.0.1:${port}/subscribe`,
    async stop() {
      await firehose.destroy()
      for (const socket of readers.keys()) socket.terminate()
      server.close()
    },
  }
}

function pass(socket, wanted, event) {
  if (socket.readyState === socket.OPEN && wants(wanted, event)) socket.send(JSON.stringify(event))
}

function wants({ collections, dids }, event) {
  if (dids.size && !dids.has(event.did)) return false
  if (event.kind !== 'commit' || !collections.length) return true
  const { collection } = event.commit
  return collections.some((c) => (c.endsWith('.*') ? collection.startsWith(c.slice(0, -1)) : c === collection))
}

function shape(event) {
  const { did, seq, time } = event
  switch (event.event) {
    case 'identity': return { kind: 'identity', identity: { did, handle: event.handle, seq, time } }
    case 'account': return { kind: 'account', account: { did, active: event.active, status: event.status, seq, time } }
    case 'sync': return null
    default: return { kind: 'commit', commit: commitOf(event) }
  }
}

function commitOf(event) {
  const commit = { rev: event.rev, operation: event.event, collection: event.collection, rkey: event.rkey }
  return event.event === 'delete' ? commit : { ...commit, record: lexToJson(event.record), cid: event.cid.toString() }
}
