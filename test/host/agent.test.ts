import { expect } from "chai"

import type { RentalAccess } from "../../host/index.ts"
import { type ServedChain, serveChain } from "../support/chain.ts"
import { type HostWorld, openHostWorld } from "../support/hostWorld.ts"
import { addressOf } from "../support/parties.ts"
import { until } from "../support/until.ts"

const HOUR = 3_600n

describe("Host agent: a whole one", () => {
  let chain: ServedChain
  let world: HostWorld
  before(async () => {
    chain = await serveChain()
  })
  after(() => chain.close())
  afterEach(() => world.close())

  const hasStatus = (id: `0x${string}`, status: string) => async () => (await world.stateOf(id)).status === status

  it("default: a deposit is prepared, started, stopped at its end, wiped and settled", async () => {
    world = await openHostWorld(chain)
    const agent = await world.startAgent()
    const { id } = await world.deposit()

    await until(hasStatus(id, "Active"))
    expect(world.unit().calls(), "calls before the start").to.deep.equal([`start ${id}`])
    await chain.pass(HOUR)
    await until(() => world.unit().data().length === 0)
    expect(world.unit().workload(), "workload").to.equal(undefined)
    expect(world.unit().calls(), "calls").to.deep.equal([`start ${id}`, `stop ${id}`, `wipe ${id}`])
    await chain.pass(HOUR)
    await until(hasStatus(id, "Closed"))
    await agent.stop()
    expect((await world.stateOf(id)).refundedSeconds, "refunded").to.equal(0n)
  })

  it("default: the operator's key is enough", async () => {
    world = await openHostWorld(chain)
    const agent = await world.startAgent({ role: "operator" })
    const { id } = await world.deposit()
    await until(hasStatus(id, "Active"))
    await agent.stop()
  })

  it("behavior: a machine that is not well is not started, and one that cannot be prepared is declined", async () => {
    world = await openHostWorld(chain, { hooks: { attempts: 2 } })
    world.unit().set("fail-health")
    const agent = await world.startAgent()
    const unwell = await world.deposit()
    await until(() => agent.lines.some(({ msg, isHealthy }) => msg === "health" && isHealthy === false))
    expect((await world.stateOf(unwell.id)).status, "unwell").to.equal("Funded")
    world.unit().unset("fail-health")
    await until(hasStatus(unwell.id, "Active"))
    await world.act("renter", "stop", { escrow: world.escrow, rental: unwell.rental })
    await until(() => world.unit().data().length === 0)

    world.unit().set("fail-start")
    const hopeless = await world.deposit()
    await until(hasStatus(hopeless.id, "Closed"))
    await until(() => world.unit().calls().at(-1) === `wipe ${hopeless.id}`)
    await agent.stop()
    const starts = world
      .unit()
      .calls()
      .filter((line) => line === `start ${hopeless.id}`)
    expect(starts.length, "attempts").to.equal(2)
  })

  it("behavior: what the renter stops, and what it disputes, is stopped at once, and the dispute is answered", async () => {
    world = await openHostWorld(chain)
    const agent = await world.startAgent()
    const stopped = await world.deposit()
    await until(hasStatus(stopped.id, "Active"))
    await world.act("renter", "stop", { escrow: world.escrow, rental: stopped.rental })
    await until(() => world.unit().data().length === 0)

    const disputed = await world.deposit()
    await until(hasStatus(disputed.id, "Active"))
    await chain.pass(60n)
    await world.act("renter", "dispute", { escrow: world.escrow, rental: disputed.rental, evidenceURI: "ipfs://slow" })
    await until(() => world.unit().data().length === 0)
    const evidence = async () =>
      chain.client.getContractEvents({
        address: world.escrow,
        abi: (await import("@gpuflow/escrow/abi")).escrowAbi,
        eventName: "EvidenceSubmitted",
        fromBlock: world.fromBlock,
      })
    await until(async () => (await evidence()).length > 0)
    const polls = () => agent.lines.filter(({ msg }) => msg === "poll finished").length
    const seen = polls()
    await until(() => polls() > seen + 5)
    await agent.stop()

    const found = await evidence()
    expect(found.length, "evidence").to.equal(1)
    expect(decodeURIComponent(found[0]?.args.evidenceURI ?? ""), "evidence").to.include('"kind":"health-log"')
  })

  it("behavior: an outage is logged and given back", async () => {
    world = await openHostWorld(chain, { policy: { refundMinimum: "1m", refundEvery: "1m" } })
    const agent = await world.startAgent()
    const { id } = await world.deposit()
    await until(hasStatus(id, "Active"))
    world.unit().set("fail-health")
    await until(() => agent.lines.some(({ msg, isHealthy }) => msg === "health" && isHealthy === false))
    await chain.pass(600n)
    await until(async () => (await world.stateOf(id)).refundedSeconds >= 600n)
    await agent.stop()
    expect((await world.stateOf(id)).refundedSeconds < 700n, "not much more").to.equal(true)
  })

  it("behavior: the owner's limits hold refunds back, and say which one does", async () => {
    const policy = { refundMinimum: "1m", refundEvery: "1m" }
    world = await openHostWorld(chain, { policy: { ...policy, refundPerRental: "5m" } })
    const down = async (agent: Awaited<ReturnType<typeof world.startAgent>>, machines: number) => {
      const ids: `0x${string}`[] = []
      for (let place = 0; place < machines; ++place) ids.push((await world.deposit({ place })).id)
      for (const id of ids) await until(hasStatus(id, "Active"))
      for (let place = 0; place < machines; ++place) world.unit(place).set("fail-health")
      const failed = () => agent.lines.filter(({ msg, isHealthy }) => msg === "health" && isHealthy === false).length
      await until(() => failed() === machines)
      await chain.pass(600n)
      return ids
    }
    const agent = await world.startAgent()
    const [id = "0x"] = await down(agent, 1)
    const held = ({ lines }: typeof agent) => lines.filter(({ msg }) => msg === "refund held back")
    await until(() => held(agent).length > 0)
    await until(async () => (await world.stateOf(id)).refundedSeconds > 0n)
    await agent.stop()
    expect(held(agent)[0]?.["limit"], "limit").to.equal("refundPerRental")
    expect((await world.stateOf(id)).refundedSeconds, "given back").to.equal(300n)
    world.close()

    world = await openHostWorld(chain, { machines: 2, policy: { ...policy, refundPerDay: "15m" } })
    const next = await world.startAgent()
    const ids = await down(next, 2)
    const given = async () => {
      const states = await Promise.all(ids.map((one) => world.stateOf(one)))
      return states.map(({ refundedSeconds }) => refundedSeconds)
    }
    await until(async () => (await given()).every((seconds) => seconds > 0n))
    await until(() => held(next).length > 0)
    const polls = () => next.lines.filter(({ msg }) => msg === "poll finished").length
    const seen = polls()
    await until(() => polls() > seen + 5)
    await next.stop()
    expect(
      (await given()).reduce((sum, seconds) => sum + seconds, 0n),
      "of a day",
    ).to.equal(900n)
    expect(held(next)[0]?.["limit"], "limit").to.equal("refundPerDay")
  })

  it("behavior: it says whether it is ready, and its metrics name the hook that fails", async () => {
    world = await openHostWorld(chain, { hooks: { attempts: 100 } })
    world.unit().set("fail-start")
    const agent = await world.startAgent()
    await until(() => agent.lines.some(({ msg }) => msg === "agent started"))
    const port = agent.lines.find(({ msg }) => msg === "agent started")?.["port"]
    const ask = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`)
      return { status: answer.status, text: await answer.text() }
    }
    await until(async () => (await ask("/readyz")).status === 200)
    await world.deposit()
    const failures = /^gpuflow_host_hook_failures\{machine="unit 0",hook="onStart"\} [1-9]/m
    await until(async () => failures.test((await ask("/metrics")).text))
    expect((await ask("/metrics")).text, "balance").to.match(/^gpuflow_host_balance_pol [1-9]/m)
    world.unit().unset("fail-start")
    await until(async () => !/^gpuflow_host_hook_failures\{/m.test((await ask("/metrics")).text))
    await chain.client.setBalance({ address: addressOf("host"), value: 0n })
    await until(async () => (await ask("/readyz")).status === 503)
    expect(JSON.parse((await ask("/readyz")).text), "reason").to.deep.equal({
      ok: false,
      reason: "The account has no POL for gas.",
    })
    await chain.fund(addressOf("host"), 10n ** 24n)
    await agent.stop()
  })

  it("behavior: an operator says what only the host can give back", async () => {
    world = await openHostWorld(chain, { policy: { refundMinimum: "1m", refundEvery: "1m" } })
    const agent = await world.startAgent({ role: "operator" })
    const { id } = await world.deposit()
    await until(hasStatus(id, "Active"))
    world.unit().set("fail-health")
    await until(() => agent.lines.some(({ msg, isHealthy }) => msg === "health" && isHealthy === false))
    await chain.pass(600n)
    await until(() => agent.lines.some(({ msg }) => msg === "time owed to the renter"))
    await agent.stop()
    const owed = agent.lines.find(({ msg }) => msg === "time owed to the renter")
    expect(String(owed?.["command"]), "command").to.match(new RegExp(`^gpuflow-escrow refund ${id} 6\\d\\ds$`))
    expect((await world.stateOf(id)).refundedSeconds, "refunded").to.equal(0n)
  })

  it("behavior: the next rental is prepared only after the machine was wiped", async () => {
    world = await openHostWorld(chain)
    const agent = await world.startAgent()
    const first = await world.deposit()
    await until(hasStatus(first.id, "Active"))
    world.unit().set("fail-wipe")
    await world.act("renter", "stop", { escrow: world.escrow, rental: first.rental })
    await until(() => world.unit().calls().includes(`wipe ${first.id}`))
    const second = await world.deposit()
    const polls = () => agent.lines.filter(({ msg }) => msg === "poll finished").length
    const seen = polls()
    await until(() => polls() > seen + 3)
    expect(world.unit().calls(), "while the wipe fails").to.not.include(`start ${second.id}`)
    world.unit().unset("fail-wipe")
    await until(hasStatus(second.id, "Active"))
    await agent.stop()
    expect(world.unit().data(), "data").to.deep.equal([second.id])
  })

  it("behavior: keys are given while the rental runs, and are gone at its end", async () => {
    world = await openHostWorld(chain)
    let access: RentalAccess | undefined
    const agent = await world.startAgent({
      service: async (given) => {
        access = given
        return { close: async () => {} }
      },
    })
    const { id, rental } = await world.deposit()
    await until(() => access?.find(id)?.phase === "running")
    expect(access?.find(id)?.renter, "renter").to.equal(rental.renter)
    const point = await access?.admit(id, "ssh-ed25519 AAAA")
    expect(point, "way in").to.deep.equal({
      host: "127.0.0.1",
      port: 2222,
      user: "renter",
      hostKey: "ssh-ed25519 AAAA",
    })
    expect(world.unit().keys(), "keys").to.deep.equal([id])
    await chain.pass(HOUR)
    await until(() => access?.find(id)?.phase === "wiped")
    expect(world.unit().keys(), "keys at the end").to.deep.equal([])
    const late = await access?.admit(id, "ssh-ed25519 AAAA").catch(String)
    expect(String(late), "late").to.include("MachineNotReadyError")
    await agent.stop()
  })

  it("behavior: a stopped agent leaves the workload running, and the next one continues", async () => {
    world = await openHostWorld(chain)
    const first = await world.startAgent()
    const { id } = await world.deposit()
    await until(hasStatus(id, "Active"))
    await first.stop()
    expect(world.unit().workload(), "workload").to.equal(id)
    const second = await world.startAgent()
    await until(() => world.unit().calls().length === 2)
    expect(world.unit().calls(), "prepared again").to.deep.equal([`start ${id}`, `start ${id}`])
    await chain.pass(HOUR)
    await until(() => world.unit().data().length === 0)
    await second.stop()
  })

  it("error: a second agent for the same machine", async () => {
    world = await openHostWorld(chain)
    const agent = await world.startAgent()
    await until(() => agent.lines.some(({ msg }) => msg === "agent started"))
    const second = await world.startAgent()
    const failure = await second.ended.catch(String)
    expect(failure, "failure").to.match(/^MachineLockedError: Another agent on this computer runs the machine "unit 0"/)
    await agent.stop()
  })
})
