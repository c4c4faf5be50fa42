import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { getMarket, isEscrowError, WrongChainError } from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { TokenMismatchError } from "@gpuflow/escrow/plan"
import { PERMIT2 } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { Transaction } from "ethers"
import { encodeFunctionData, getContractAddress, keccak256, parseGwei, zeroAddress, zeroHash } from "viem"
import { getCode, readContract } from "viem/actions"
import { type Config, readConfig } from "../../scripts/deploy/config.ts"
import { deployerOf, prepare } from "../../scripts/deploy/deployment.ts"
import {
  DeployerHasRoleError,
  DeployerMissingError,
  FactoryMissingError,
  FeeCapError,
  ForeignCodeError,
  HandedOverError,
  LeftoverOperationError,
  Permit2MissingError,
  RecordConflictError,
  UnderfundedError,
  UnexpectedDeployerError,
} from "../../scripts/deploy/errors.ts"
import { FACTORY, FACTORY_CODE, FACTORY_SENDER, FACTORY_TRANSACTION } from "../../scripts/deploy/factory.ts"
import { feesOf } from "../../scripts/deploy/fees.ts"
import { differs } from "../../scripts/deploy/inspect.ts"
import { configFile } from "../../scripts/deploy/networks.ts"
import { planDeployment } from "../../scripts/deploy/plan.ts"
import { readRecord } from "../../scripts/deploy/record.ts"
import { describe as describePlan } from "../../scripts/deploy/report.ts"
import { sendSteps } from "../../scripts/deploy/send.ts"
import { timelockAbi } from "../../scripts/deploy/timelock.ts"
import { deploymentsTable } from "../../scripts/generate/deploymentTable.ts"
import { root } from "../../scripts/support/root.ts"
import {
  callAs,
  clientOf,
  deploy,
  nonceOf,
  openWorld,
  optionsOf,
  temporaryFolder,
  type World,
} from "../support/deployment.ts"
import { failureOf } from "../support/failureOf.ts"

describe("Deployment: a whole run", () => {
  let world: World
  let restore: () => Promise<void>
  before(async () => {
    world = await openWorld()
  })
  beforeEach(async () => {
    ;({ restore } = await world.networkHelpers.takeSnapshot())
  })
  afterEach(() => restore())

  it("default: six transactions give the escrow to the timelock, with its router and its mandate contract, and the second run changes nothing", async () => {
    const folder = await temporaryFolder()
    const before = await nonceOf(world, world.deployer)

    const first = await deploy(world, folder)
    const text = await readFile(join(folder, "137.json"), "utf8")
    const second = await deploy(world, folder)

    const { escrow, timelock } = first.prepared.plan
    expect(first.names, "transactions").to.deep.equal([
      "timelock",
      "escrow",
      "schedule",
      "execute",
      "router",
      "mandate",
    ])
    expect(first.rows.filter(differs), "differences").to.deep.equal([])
    expect(first.wrote, "record written").to.equal(true)
    expect(second.sent, "sent by the second run").to.equal(0)
    expect(second.wrote, "record written by the second run").to.equal(false)
    expect(await readFile(join(folder, "137.json"), "utf8"), "record after the second run").to.equal(text)
    expect(await nonceOf(world, world.deployer), "deployer's nonce").to.equal(before + 6)

    const owner = await readContract(world.client, { address: escrow.address, abi: escrowAbi, functionName: "owner" })
    expect(owner, "owner").to.equal(timelock.address)
    const delay = await readContract(world.client, {
      address: timelock.address,
      abi: timelockAbi,
      functionName: "getMinDelay",
    })
    expect(delay, "delay").to.equal(172_800n)
    const market = await getMarket(world.client, { escrow: escrow.address, token: world.token })
    expect(market, "market").to.deep.equal({ arbiter: world.arbiter, feeBps: 1_200n, open: true })
  })

  it("behavior: the record tells where, when, from what and by whom", async () => {
    const { record } = await deploy(world, await temporaryFolder())

    const escrow = await world.rpc("eth_getTransactionReceipt", record.transactionHash)
    const { plan } = await prepare(world.client, world.deployer, optionsOf(world))
    expect(record.address, "escrow").to.equal(plan.escrow.address)
    expect(record.timelock.address, "timelock").to.equal(plan.timelock.address)
    expect(record.blockNumber, "block").to.equal(Number(Reflect.get(Object(escrow), "blockNumber")))
    expect(record.deployer, "deployer").to.equal(world.deployer)
    expect(record.commit, "commit").to.equal("c0ffee")
    expect(record.handover.operation, "operation").to.equal(plan.operation)
  })

  it("behavior: the SDK's table is made of the record", async () => {
    const folder = await temporaryFolder()
    const { record } = await deploy(world, folder)

    const table = await deploymentsTable(folder)
    const { address, blockNumber, codeHash, router, mandate } = record
    const code = await getCode(world.client, { address })
    expect(table, "table").to.include(
      `  137: { address: "${address}", blockNumber: ${blockNumber}n, codeHash: "${codeHash}", router: "${router?.address}", mandate: "${mandate?.address}" },`,
    )
    expect(codeHash, "code hash").to.equal(keccak256(code ?? "0x"))
  })

  it("behavior: the contracts around the escrow are optional, and can follow when the timelock has changed the rest", async () => {
    const folder = await temporaryFolder()
    const bare = { ...world.config, periphery: [] }
    const first = await deploy(world, folder, world.client, optionsOf({ ...world, config: bare }))
    expect(first.names, "without them").to.deep.equal(["timelock", "escrow", "schedule", "execute"])
    expect([first.record.router, first.record.mandate], "recorded").to.deep.equal([undefined, undefined])

    const { escrow, timelock } = first.prepared.plan
    const args = [world.stranger] as const
    const setGuardian = encodeFunctionData({ abi: escrowAbi, functionName: "setGuardian", args })
    await callAs(world, timelock.address, escrow.address, setGuardian)
    const config = { ...world.config, guardian: world.stranger }
    const record = await readRecord(join(folder, "137.json"))
    const options = optionsOf({ ...world, config }, { record })
    const second = await deploy(world, folder, world.client, options)

    expect(second.names, "added").to.deep.equal(["router", "mandate"])
    expect(second.rows.filter(differs), "differences").to.deep.equal([])
    const added = await readRecord(join(folder, "137.json"))
    const { router, mandate } = second.prepared.plan
    expect(added, "record").to.deep.equal({ ...record, router: added.router, mandate: added.mandate })
    expect([added.router?.address, added.mandate?.address], "addresses").to.deep.equal([
      router?.address,
      mandate?.address,
    ])
    expect(added.router?.arguments, "the router's").to.deep.equal({ escrow: escrow.address, permit2: PERMIT2 })
    expect(added.mandate?.arguments, "the mandate contract's").to.deep.equal({ escrow: escrow.address })
  })

  it("behavior: one of them alone is deployed and recorded alone", async () => {
    const folder = await temporaryFolder()
    const config: Config = { ...world.config, periphery: ["mandate"] }
    await world.rpc("hardhat_setCode", PERMIT2, "0x")

    const { names, record } = await deploy(world, folder, world.client, optionsOf({ ...world, config }))

    expect(names, "transactions").to.deep.equal(["timelock", "escrow", "schedule", "execute", "mandate"])
    expect([record.router, record.mandate !== undefined], "recorded").to.deep.equal([undefined, true])
  })

  it("behavior: Permit2's code, salt and deployer give the address that the SDK knows", () => {
    expect(planDeployment(world.config, world.deployer, world.build).permit2.address, "address").to.equal(PERMIT2)
  })

  it("behavior: what is prepared is printed whole, and nothing is sent", async () => {
    const block = await world.rpc("eth_blockNumber")

    const prepared = await prepare(world.client, world.deployer, optionsOf(world))
    const text = await describePlan(world.client, prepared, world.build)

    expect(await world.rpc("eth_blockNumber"), "block number").to.equal(block)
    const { plan, rehearsal } = prepared
    const { proposer, guardian, treasury, arbiter, token } = world
    const contracts = [plan.escrow, plan.timelock, plan.router, plan.mandate].map((made) => made?.address)
    for (const address of [...contracts, PERMIT2, proposer, guardian, treasury, arbiter, token]) {
      expect(text, "an address").to.include(address)
    }
    for (const { text: call } of [...plan.steps, ...plan.calls]) expect(text, "a call").to.include(call)
    expect(
      Object.values(rehearsal.gas).filter((gas) => gas === 0n),
      "steps without gas",
    ).to.deep.equal([])
    for (const gas of Object.values(rehearsal.gas)) expect(text, "gas").to.include(`gas ${gas}`)
  })

  it("behavior: the rehearsal's gas is what the chain takes, within Polygon's surcharge", async () => {
    const { prepared, record } = await deploy(world, await temporaryFolder())

    const receipt = Object(await world.rpc("eth_getTransactionReceipt", record.transactionHash))
    const used = Number(Reflect.get(receipt, "gasUsed"))
    const estimated = Number(prepared.rehearsal.gas.escrow)
    expect(estimated, "estimated gas").to.be.within(used, used * 1.02)
  })

  it("behavior: the page shows what the local config gives with this build", async () => {
    const page = await readFile(join(root, "docs/deployment.md"), "utf8")
    const { build, deployer } = world
    const config = await readConfig(configFile("local"))
    const { escrow, timelock, router, mandate, operation, steps } = planDeployment(config, deployer, build)

    const addresses = [escrow, timelock, router, mandate].map((made) => made?.address)
    const hashes = [build.escrow, build.router, build.mandate].map(({ creation }) => keccak256(creation))
    for (const part of [...addresses, ...hashes, operation]) {
      expect(page, "address or hash").to.include(part)
    }
    for (const { text, data } of steps) {
      const line = page.split("\n").find((one) => one.includes(text) && one.includes("gas"))
      expect(line, text).to.include(` ${data.length / 2 - 1} bytes`)
    }
  })

  it("behavior: addresses follow from config, deployer and build alone", () => {
    const [one, same] = [world.config, { ...world.config, markets: [] }].map((config) =>
      planDeployment(config, world.deployer, world.build),
    )
    const other = planDeployment({ ...world.config, salt: zeroHash }, world.deployer, world.build)

    expect(one?.escrow.address, "same salt").to.equal(same?.escrow.address)
    expect(one?.escrow.address, "another salt").not.to.equal(other.escrow.address)
  })

  it("behavior: a local chain gets the proxy by the transaction that only its address can come from", async () => {
    await world.rpc("hardhat_setCode", FACTORY, "0x")
    const { from } = Transaction.from(FACTORY_TRANSACTION)
    const options = optionsOf(world, { local: true })

    const { sent } = await deploy(world, await temporaryFolder(), world.client, options)

    expect(from, "sender").to.equal(FACTORY_SENDER)
    expect(getContractAddress({ from: FACTORY_SENDER, nonce: 0n }), "address").to.equal(FACTORY)
    expect(await world.rpc("eth_getCode", FACTORY, "latest"), "code").to.equal(FACTORY_CODE)
    expect((FACTORY_CODE.length - 2) / 2, "bytes").to.equal(69)
    expect(sent, "steps sent").to.equal(6)
  })

  it("behavior: a tip is never below what Polygon takes, nor a fee above the cap", async () => {
    const fees = await feesOf(world.client)
    const capped = await feesOf(world.client, parseGwei("40"))

    expect(fees.maxPriorityFeePerGas >= parseGwei("30"), "tip").to.equal(true)
    expect(capped.maxFeePerGas <= parseGwei("40"), "capped fee").to.equal(true)
    expect(await failureOf(feesOf(world.client, parseGwei("1"))), "cap below the floor").to.be.instanceOf(FeeCapError)
  })

  /** Expects a refusal before anything is sent. */
  async function refused(
    kind: abstract new (...args: never[]) => Error,
    config: Partial<Config>,
    given = world.client,
  ) {
    const block = await world.rpc("eth_blockNumber")
    const options = optionsOf({ ...world, config: { ...world.config, ...config } })
    const error = await failureOf(deploy(world, await temporaryFolder(), given, options))
    expect(error, "error").to.be.instanceOf(kind)
    expect(await world.rpc("eth_blockNumber"), "block number").to.equal(block)
    return isEscrowError(error) ? error.args : {}
  }

  it("error: another chain", async () => {
    const args = await refused(WrongChainError, { chainId: 80_002 })
    expect(args, "arguments").to.deep.equal({ chainId: 137, expected: 80_002 })
  })

  it("error: a deployer without coins", async () => {
    await world.rpc("hardhat_setBalance", world.deployer, "0x1")
    await refused(UnderfundedError, {})
  })

  it("error: no deployer, or another than the config names", async () => {
    const open = { ...world.config, deployer: undefined }
    const none = await failureOf(Promise.resolve().then(() => deployerOf(open, undefined)))
    const other = await failureOf(Promise.resolve().then(() => deployerOf(world.config, world.stranger)))
    expect(none, "none").to.be.instanceOf(DeployerMissingError)
    expect(other, "another").to.be.instanceOf(UnexpectedDeployerError)
    expect(deployerOf(world.config, undefined), "of the config, for a dry run").to.equal(world.deployer)
  })

  it("error: a token with other decimals or no code", async () => {
    const market = { symbol: "USDC", token: world.token, decimals: 6, feeBps: 1_000n, arbiter: world.arbiter }
    for (const [field, wrong] of [
      ["decimals", { decimals: 18 }],
      ["code", { token: world.stranger }],
    ] as const) {
      const args = await refused(TokenMismatchError, { markets: [{ ...market, ...wrong }] })
      expect(Reflect.get(args, "field"), "field").to.equal(field)
    }
  })

  it("error: any role for the deployer", async () => {
    const { deployer, config } = world
    const [market] = config.markets
    const { timelock } = config
    for (const [role, wrong] of [
      ["guardian", { guardian: deployer }],
      ["treasury", { treasury: deployer }],
      ["arbiter", { markets: market ? [{ ...market, arbiter: deployer }] : [] }],
      ["timelock.proposers", { timelock: { ...timelock, proposers: [deployer] } }],
      ["timelock.executors", { timelock: { ...timelock, executors: [deployer] } }],
      ["timelock.cancellers", { timelock: { ...timelock, cancellers: [deployer] } }],
    ] as const) {
      expect(Reflect.get(await refused(DeployerHasRoleError, wrong), "roles"), "roles").to.equal(role)
    }
  })

  it("error: a proxy that is missing, or not that proxy", async () => {
    for (const code of ["0x", "0x00"]) {
      await world.rpc("hardhat_setCode", FACTORY, code)
      await refused(FactoryMissingError, {})
    }
  })

  it("error: a chain without Permit2, or with other code at its address, for a router alone", async () => {
    for (const code of ["0x", "0x00"] as const) {
      await world.rpc("hardhat_setCode", PERMIT2, code)
      const args = await refused(Permit2MissingError, {})
      expect(args, "arguments").to.deep.equal({
        address: PERMIT2,
        codeHash: code === "0x" ? undefined : keccak256(code),
      })
    }
  })

  it("behavior: a local chain gets Permit2 as its publisher deploys it", async () => {
    const code = await world.rpc("eth_getCode", PERMIT2, "latest")
    await world.rpc("hardhat_setCode", PERMIT2, "0x")

    const { sent } = await deploy(world, await temporaryFolder(), world.client, optionsOf(world, { local: true }))

    expect(await world.rpc("eth_getCode", PERMIT2, "latest"), "code").to.equal(code)
    expect(sent, "steps sent").to.equal(6)
  })

  it("error: other code at an address that was computed", async () => {
    const plan = planDeployment(world.config, world.deployer, world.build)
    for (const contract of ["escrow", "timelock", "router", "mandate"] as const) {
      await world.rpc("hardhat_setCode", plan[contract]?.address, "0x6000")
      expect(Reflect.get(await refused(ForeignCodeError, {}), "contract"), "contract").to.equal(contract)
      await world.rpc("hardhat_setCode", plan[contract]?.address, "0x")
    }
  })

  it("error: another config after the deployer has handed over", async () => {
    await deploy(world, await temporaryFolder())
    await refused(HandedOverError, { markets: world.config.markets.slice(0, 1) })
  })

  it("error: an operation that another config left in the timelock", async () => {
    const other = planDeployment(
      { ...world.config, markets: world.config.markets.slice(0, 1) },
      world.deployer,
      world.build,
    )
    const nonce = await nonceOf(world, world.deployer)
    const steps = other.steps.slice(0, 3)
    await sendSteps(world.client, other, { ...optionsOf(world), steps, nonce, onSent: () => undefined })

    const args = await refused(LeftoverOperationError, {})
    expect(args, "arguments").to.deep.equal({ timelock: other.timelock.address, operation: other.operation })
  })

  it("error: a record of another deployment", async () => {
    const folder = await temporaryFolder()
    await deploy(world, folder)
    const config = { ...world.config, salt: zeroHash }

    const error = await failureOf(deploy(world, folder, world.client, optionsOf({ ...world, config })))
    expect(error, "error").to.be.instanceOf(RecordConflictError)
  })

  it("error: a node that keeps no history is named, and a given block serves instead", async () => {
    const folder = await temporaryFolder()
    await deploy(world, folder)
    const pruned = clientOf(async (method, ...params) => {
      if (method === "eth_getCode" && params[1] !== "latest") throw new Error("missing trie node")
      return world.rpc(method, ...params)
    })

    const error = await failureOf(deploy(world, folder, pruned))
    const { sent } = await deploy(world, folder, pruned, optionsOf(world, { fromBlock: 0n }))

    expect(isEscrowError(error) && error.code, "code").to.equal("HistoryMissing")
    expect(sent, "sent").to.equal(0)
  })

  it("behavior: after the end the deployer can move nothing", async () => {
    const { prepared } = await deploy(world, await temporaryFolder())
    const { timelock, escrow, calls } = prepared.plan
    const [call] = calls
    if (!call) throw new Error("The plan has no calls.")
    const batch = [[call.to], [0n], [call.data], zeroHash, zeroHash] as const
    for (const [to, data] of [
      [
        timelock.address,
        encodeFunctionData({ abi: timelockAbi, functionName: "scheduleBatch", args: [...batch, 172_800n] }),
      ],
      [timelock.address, calls.at(-1)?.data ?? "0x"],
      [escrow.address, call.data],
      [escrow.address, encodeFunctionData({ abi: escrowAbi, functionName: "closeMarket", args: [zeroAddress] })],
      [escrow.address, encodeFunctionData({ abi: escrowAbi, functionName: "acceptOwnership" })],
    ] as const) {
      expect(await failureOf(callAs(world, world.deployer, to, data)), data.slice(0, 10)).to.be.instanceOf(Error)
    }
  })
})
