import { escrowAbi } from "@gpuflow/escrow/abi"
import { PERMIT2 } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { type Address, encodeFunctionData, type Hex, zeroAddress, zeroHash } from "viem"
import { getBlockNumber } from "viem/actions"
import type { Built } from "../../scripts/deploy/build.ts"
import { differs } from "../../scripts/deploy/inspect.ts"
import { planDeployment } from "../../scripts/deploy/plan.ts"
import { type DeploymentRecord, recordOf } from "../../scripts/deploy/record.ts"
import { sendSteps } from "../../scripts/deploy/send.ts"
import { ROLES, timelockAbi } from "../../scripts/deploy/timelock.ts"
import { verifyDeployment } from "../../scripts/deploy/verification.ts"
import { callAs, deploy, nonceOf, openWorld, optionsOf, temporaryFolder, type World } from "../support/deployment.ts"

describe("Verification of a deployment", () => {
  let world: World
  let record: DeploymentRecord
  let restore: () => Promise<void>
  before(async () => {
    world = await openWorld()
    ;({ record } = await deploy(world, await temporaryFolder()))
  })
  beforeEach(async () => {
    ;({ restore } = await world.networkHelpers.takeSnapshot())
  })
  afterEach(() => restore())

  /** What differs, one word or two each. */
  async function differences(changes: Partial<Parameters<typeof verifyDeployment>[1]> = {}): Promise<string[]> {
    const { config, build, client } = world
    const rows = await verifyDeployment(client, { config, record, build, ...changes })
    return rows.filter(differs).map(({ what }) => what)
  }

  /** The timelock does something to the escrow, or to itself. */
  const govern = (data: Hex, to: Address = record.address) => callAs(world, record.timelock.address, to, data)
  const govern2 = (data: Hex) => govern(data, record.timelock.address)

  it("default: a fresh deployment is as it must be", async () => {
    expect(await differences(), "differences").to.deep.equal([])
  })

  it("behavior: every parameter of the escrow, changed alone, is found", async () => {
    const { stranger, arbiter, token } = world
    const setMarket = (...args: [Address, Address, number, boolean]) =>
      encodeFunctionData({ abi: escrowAbi, functionName: "setMarket", args })
    const one = (functionName: "setGuardian" | "setTreasury" | "transferOwnership") =>
      encodeFunctionData({ abi: escrowAbi, functionName, args: [stranger] })
    const cases: [string, Hex][] = [
      ["guardian", one("setGuardian")],
      ["treasury", one("setTreasury")],
      ["pending owner", one("transferOwnership")],
      ["market USDC", setMarket(token, stranger, 1_200, true)],
      ["market USDC", setMarket(token, arbiter, 1_201, true)],
      ["market USDC", setMarket(token, arbiter, 1_200, false)],
      ["market POL", setMarket(zeroAddress, arbiter, 1_001, true)],
      [`market ${record.address}`, setMarket(record.timelock.address, arbiter, 1_000, true)],
      [
        `fee of host ${stranger}`,
        encodeFunctionData({ abi: escrowAbi, functionName: "setHostFee", args: [stranger, 1_100] }),
      ],
    ]
    for (const [what, data] of cases) {
      const snapshot = await world.networkHelpers.takeSnapshot()
      await govern(data)
      const expected = what.includes(record.address) ? `market ${record.timelock.address}` : what
      expect(await differences(), what).to.deep.equal([expected])
      await snapshot.restore()
    }
  })

  it("behavior: another owner is found", async () => {
    const args = [world.stranger] as const
    await govern(encodeFunctionData({ abi: escrowAbi, functionName: "transferOwnership", args }))
    const accept = encodeFunctionData({ abi: escrowAbi, functionName: "acceptOwnership" })
    await callAs(world, world.stranger, record.address, accept)

    expect(await differences(), "differences").to.deep.equal(["owner"])
  })

  it("behavior: the delay, every role and everyone who ever had one are found", async () => {
    const { stranger, proposer } = world
    const role = (functionName: "grantRole" | "revokeRole", name: keyof typeof ROLES, account: Address) =>
      encodeFunctionData({ abi: timelockAbi, functionName, args: [ROLES[name], account] })
    const others = "other accounts that ever had a role"
    const cases: [string[], Hex[]][] = [
      [["timelock delay"], [encodeFunctionData({ abi: timelockAbi, functionName: "updateDelay", args: [172_799n] })]],
      [["admin role", others], [role("grantRole", "admin", stranger)]],
      [["proposer role", others], [role("grantRole", "proposer", stranger)]],
      [["executor role", others], [role("grantRole", "executor", stranger)]],
      [["canceller role", others], [role("grantRole", "canceller", stranger)]],
      [["executor role"], [role("grantRole", "executor", proposer)]],
      [["admin role"], [role("revokeRole", "admin", record.timelock.address)]],
      [["proposer role"], [role("revokeRole", "proposer", proposer)]],
      [["executor role"], [role("revokeRole", "executor", zeroAddress)]],
      [["canceller role"], [role("revokeRole", "canceller", world.guardian)]],
      [[others], [role("grantRole", "proposer", stranger), role("revokeRole", "proposer", stranger)]],
      [["executor role", `rights of the deployer ${world.deployer}`], [role("grantRole", "executor", world.deployer)]],
    ]
    for (const [what, calls] of cases) {
      const snapshot = await world.networkHelpers.takeSnapshot()
      for (const data of calls) await govern2(data)
      expect(await differences(), what.join()).to.deep.equal(what)
      await snapshot.restore()
    }
  })

  it("behavior: one byte of code, an immutable and missing code are found", async () => {
    const { build } = world
    const { escrow, timelock } = build
    const lastOf = ({ runtime }: Built) => runtime.length / 2 - 2
    /** The last byte of the first immutable. */
    const domainOf = ({ immutables: [first] }: Built) => (first?.start ?? 0) + 31
    const [immutable] = escrow.immutables
    if (!immutable) throw new Error("The escrow has no immutables.")
    const flipped = (code: string, at: number) => {
      const [from, until] = [2 + at * 2, 4 + at * 2]
      return `${code.slice(0, from)}${code.slice(from, until) === "00" ? "01" : "00"}${code.slice(until)}`
    }
    const { router, mandate } = record
    if (!router || !mandate) throw new Error("The record has a router and a mandate contract.")
    const own = "domain, chain id, own address, escrow"
    const aroundIt: [string[], Address, number][] = [
      [[`router code at ${router.address}, except immutables`], router.address, lastOf(build.router)],
      [[`mandate code at ${mandate.address}, except immutables`], mandate.address, lastOf(build.mandate)],
      [[`permit2 code at ${PERMIT2}, except immutables`], PERMIT2, lastOf(build.permit2)],
      [[`router immutables: ${own}, Permit2`], router.address, domainOf(build.router)],
      [[`mandate immutables: ${own}`], mandate.address, domainOf(build.mandate)],
      [["permit2 immutables: domain, chain id"], PERMIT2, domainOf(build.permit2)],
    ]
    const cases: [string[], Address, number][] = [
      [[`escrow code at ${record.address}, except immutables`], record.address, 10_000],
      [[`escrow code at ${record.address}, except immutables`], record.address, escrow.runtime.length / 2 - 2],
      [["escrow immutables: domain, chain id, own address"], record.address, immutable.start + 31],
      ...aroundIt,
      [
        [`timelock code at ${record.timelock.address}, except immutables`],
        record.timelock.address,
        timelock.runtime.length / 2 - 2,
      ],
    ]
    for (const [what, address, at] of cases) {
      const snapshot = await world.networkHelpers.takeSnapshot()
      const code = String(await world.rpc("eth_getCode", address, "latest"))
      await world.rpc("hardhat_setCode", address, flipped(code, at))
      expect(await differences(), what.join()).to.deep.equal(what)
      await snapshot.restore()
    }

    await world.rpc("hardhat_setCode", record.address, "0x")
    expect(await differences(), "missing code").to.deep.equal([
      `escrow code at ${record.address}, except immutables`,
      "escrow immutables: domain, chain id, own address",
    ])
  })

  it("behavior: a router or a mandate contract that is missing, unrecorded, or of another escrow is found", async () => {
    const { config } = world
    const { router, mandate, ...bare } = record
    if (!router || !mandate) throw new Error("The record has a router and a mandate contract.")
    const unrecorded = await differences({ record: bare })
    expect(unrecorded, "not recorded").to.deep.equal(
      ["router", "mandate"].flatMap((name) => [
        `recorded ${name}, from code, arguments and salt`,
        `recorded arguments of the ${name}`,
        `recorded hash of the ${name}'s code`,
      ]),
    )
    expect(await differences({ config: { ...config, periphery: [] } }), "recorded, and not configured").to.deep.equal(
      [],
    )
    const quiet = { record: bare, config: { ...config, periphery: [] } }
    expect(await differences(quiet), "neither").to.deep.equal([])

    const { escrow } = router.arguments
    const wrong = { ...record, router: { ...router, arguments: { escrow, permit2: world.stranger } } }
    expect(await differences({ record: wrong }), "arguments").to.deep.equal(["recorded arguments of the router"])
    const other = { ...record, mandate: { ...mandate, codeHash: zeroHash } }
    expect(await differences({ record: other }), "code hash").to.deep.equal(["recorded hash of the mandate's code"])

    // What the getters return is in the code.
    const code = String(await world.rpc("eth_getCode", router.address, "latest"))
    const foreign = code.replaceAll(escrow.slice(2).toLowerCase(), world.stranger.slice(2).toLowerCase())
    await world.rpc("hardhat_setCode", router.address, foreign)
    expect(await differences(), "another escrow").to.deep.equal([
      "router immutables: domain, chain id, own address, escrow, Permit2",
      "router's escrow",
    ])
    await world.rpc("hardhat_setCode", router.address, "0x")
    expect(await differences(), "no code").to.deep.equal([
      `router code at ${router.address}, except immutables`,
      "router immutables: domain, chain id, own address, escrow, Permit2",
      "router's escrow",
      "router's Permit2",
    ])
  })

  it("behavior: a wrong record and a config that has moved on are found", async () => {
    const other = world.stranger
    const { config } = world
    expect(await differences({ record: { ...record, address: other } }), "address").to.deep.equal([
      "recorded escrow, from code, arguments and salt",
    ])
    expect(await differences({ record: { ...record, codeHash: zeroHash } }), "code hash").to.deep.equal([
      "recorded hash of the escrow's code",
    ])
    const { blockNumber, timelock: its, handover, arguments: given } = record
    const wrong: [string, Partial<DeploymentRecord>][] = [
      ["chain id", { chainId: 1 }],
      ["salt", { salt: zeroHash }],
      ["owner", { arguments: { ...given, owner: other } }],
      ["place of the escrow", { blockNumber: blockNumber + 1 }],
      ["place of the escrow", { transactionHash: zeroHash }],
      ["place of the timelock", { timelock: { ...its, transactionHash: zeroHash } }],
      ["place of the handover", { handover: { ...handover, blockNumber: handover.blockNumber - 1 } }],
    ]
    for (const [what, change] of wrong) {
      expect(await differences({ record: { ...record, ...change } }), what).to.deep.equal([`recorded ${what}`])
    }
    const operation = "recorded operation, from markets, fees, roles and delay"
    const [first, second] = record.markets
    if (!first || !second) throw new Error("The record has two markets.")
    const untrue: [string, Partial<DeploymentRecord>][] = [
      ["fee", { markets: [first, { ...second, feeBps: 1_201 }] }],
      ["arbiter", { markets: [{ ...first, arbiter: other }, second] }],
      ["token", { markets: [first, { ...second, token: other }] }],
      ["missing market", { markets: [first] }],
      ["host fee", { hostFees: [{ host: other, feeBps: 1_100 }] }],
      ["delay", { timelock: { ...its, delay: 172_801 } }],
      ["proposer", { timelock: { ...its, proposers: [other] } }],
      ["executor", { timelock: { ...its, executors: [other] } }],
      ["canceller", { timelock: { ...its, cancellers: [other] } }],
    ]
    for (const [what, change] of untrue) {
      expect(await differences({ record: { ...record, ...change } }), what).to.include(operation)
    }
    const lost = await differences({ record: { ...record, handover: { ...handover, operation: zeroHash } } })
    expect(lost, "operation").to.deep.equal([operation, "recorded place of the handover"])
    const hostFees = [{ host: other, feeBps: 1_100n }]
    expect(await differences({ config: { ...config, hostFees } }), "config").to.deep.equal([`fee of host ${other}`])
    const delay = { ...config.timelock, delay: 200_000n }
    expect(await differences({ config: { ...config, timelock: delay } }), "config").to.deep.equal(["timelock delay"])
  })

  it("behavior: a token that is not what the config says is found, and none at all", async () => {
    const { config, token } = world
    const [native, dollars] = config.markets
    if (!native || !dollars) throw new Error("The config has two markets.")
    const changed = (change: object) =>
      differences({ config: { ...config, markets: [native, { ...dollars, ...change }] } })
    expect(await changed({ decimals: 18 }), "decimals").to.deep.equal([`token ${token}`])
    expect(await changed({ symbol: "USDT" }), "another symbol, which its owner can change").to.deep.equal([])
    await world.rpc("hardhat_setCode", token, "0x")
    expect(await differences(), "without code").to.deep.equal([`token ${token}`])
  })

  it("behavior: roles that the timelock has passed on are fine once the config says so", async () => {
    const { stranger, proposer, config } = world
    for (const [functionName, account] of [
      ["grantRole", stranger],
      ["revokeRole", proposer],
    ] as const) {
      await govern2(encodeFunctionData({ abi: timelockAbi, functionName, args: [ROLES.proposer, account] }))
    }
    const timelock = { ...config.timelock, proposers: [stranger] }

    expect(await differences({ config: { ...config, timelock } }), "differences").to.deep.equal([])
  })

  it("behavior: guardian, treasury and a fee that the timelock has changed are fine once the config says so", async () => {
    const { stranger, proposer, arbiter, token, config } = world
    for (const [functionName, account] of [
      ["setGuardian", stranger],
      ["setTreasury", proposer],
    ] as const) {
      await govern(encodeFunctionData({ abi: escrowAbi, functionName, args: [account] }))
    }

    const args = [token, arbiter, 1_300, true] as const
    await govern(encodeFunctionData({ abi: escrowAbi, functionName: "setMarket", args }))

    const markets = config.markets.map((market) => (market.token === token ? { ...market, feeBps: 1_300n } : market))
    const changed = { ...config, guardian: stranger, treasury: proposer, markets }
    expect(await differences({ config: changed }), "differences").to.deep.equal([])
  })

  it("behavior: an operation that the deployer hid in the timelock is found", async () => {
    const config = { ...world.config, salt: zeroHash }
    const hidden = planDeployment({ ...config, markets: config.markets.slice(0, 1) }, world.deployer, world.build)
    const plan = planDeployment(config, world.deployer, world.build)
    const options = { ...optionsOf(world), onSent: () => undefined }
    const hiding = [...hidden.steps.slice(0, 3), ...plan.steps.slice(2)]
    await sendSteps(world.client, plan, { ...options, steps: hiding, nonce: await nonceOf(world, world.deployer) })
    const latest = await getBlockNumber(world.client, { cacheTime: 0 })
    const { compiler, commit } = record
    const its = await recordOf(world.client, plan, 0n, latest, { compiler, commit })

    const found = await differences({ config, record: its })
    expect(found, "differences").to.deep.equal(["operations left by the deployer"])
  })
})
