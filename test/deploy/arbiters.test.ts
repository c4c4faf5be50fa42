import { expect } from "chai"
import { parseAbi } from "viem"
import { readContract } from "viem/actions"

import { inspectArbiters } from "../../scripts/deploy/arbiters.ts"
import { readConfig } from "../../scripts/deploy/config.ts"
import { LOCAL_OWNERS, LOCAL_SAFE } from "../../scripts/deploy/localSafe.ts"
import { configFile } from "../../scripts/deploy/networks.ts"
import { describe as describeDeployment } from "../../scripts/deploy/report.ts"
import { verdictOf } from "../../scripts/deploy/runVerification.ts"
import { deploy, openWorld, optionsOf, temporaryFolder, type World } from "../support/deployment.ts"
import { accountNamed } from "../support/parties.ts"
import { deploySafes } from "../support/safe.ts"

const owners = ["alice", "bob", "carol"].map(accountNamed)

describe("Deployment: the arbiters", () => {
  let world: World
  beforeEach(async () => {
    world = await openWorld()
  })

  const withArbiter = (arbiter: `0x${string}`) => {
    const markets = world.config.markets.map((market) => ({ ...market, arbiter }))
    return { ...world.config, markets }
  }
  const inspected = (arbiter: `0x${string}`) => inspectArbiters(world.client, withArbiter(arbiter))
  const sourcify = { rows: [], notAsked: [] }

  it("default: a Safe of several owners is named with its threshold, once for all markets, and nothing is warned of", async () => {
    const safes = await deploySafes(world.chain)
    const { address } = await safes.open(owners, 2n)
    const arbiters = await inspected(address)
    expect(arbiters, "arbiters").to.deep.equal([{ address, kind: "Safe 1.5.0, 2 of 3 owners", warning: undefined }])
    const { text, ok } = verdictOf({ compared: [], sourcify, arbiters }, { requireSourcify: false })
    expect(text, "text").to.contain(`The arbiter ${address}: Safe 1.5.0, 2 of 3 owners.`).and.not.contain("WARNING")
    expect(ok, "passes").to.equal(true)
  })

  it("behavior: a single key, a Safe that one owner moves, and another contract are warned of, and pass", async () => {
    const safes = await deploySafes(world.chain)
    const single = await safes.open(owners, 1n)
    const cases = [
      [world.arbiter, "not a contract", "has no code"],
      [single.address, "Safe 1.5.0, 1 of 3 owners", "One owner alone rules"],
      [world.token, "contract", "not a Safe"],
    ] as const
    for (const [address, kind, warning] of cases) {
      const arbiters = await inspected(address)
      expect(
        arbiters.map((one) => [one.address, one.kind]),
        kind,
      ).to.deep.equal([[address, kind]])
      expect(arbiters[0]?.warning, kind).to.contain(warning).and.contain(address)
      const { text, ok } = verdictOf({ compared: [], sourcify, arbiters }, { requireSourcify: true })
      expect([text.includes("WARNING: "), ok], kind).to.deep.equal([true, true])
    }
  })

  it("behavior: what the deployment shows before it asks names the arbiter's kind, and warns", async () => {
    const { prepared } = await deploy(world, await temporaryFolder())
    const shown = await describeDeployment(world.client, prepared, world.build)
    expect(shown, "kind").to.match(new RegExp(`^arbiter +${world.arbiter} +\\(not a contract\\)`, "m"))
    expect(shown, "warning").to.contain(`WARNING: The arbiter ${world.arbiter} has no code`)
  })

  it("behavior: a local deployment makes the Safe that its config names, and a second one changes nothing", async () => {
    const local = await readConfig(configFile("local"))
    expect(new Set(local.markets.map(({ arbiter }) => arbiter)), "config").to.deep.equal(new Set([LOCAL_SAFE]))

    const options = optionsOf({ config: withArbiter(LOCAL_SAFE), build: world.build }, { local: true })
    const folder = await temporaryFolder()
    const first = await deploy(world, folder, world.client, options)
    expect(first.sent, "steps").to.equal(6)
    const safe = { address: LOCAL_SAFE, abi: parseAbi(["function getOwners() view returns (address[])"]) } as const
    expect(await readContract(world.client, { ...safe, functionName: "getOwners" }), "owners").to.deep.equal(
      LOCAL_OWNERS,
    )
    expect((await inspected(LOCAL_SAFE))[0]?.kind, "kind").to.equal("Safe 1.5.0, 2 of 3 owners")

    const blocks = await world.chain.client.getBlockNumber()
    expect((await deploy(world, folder, world.client, options)).sent, "again").to.equal(0)
    expect(await world.chain.client.getBlockNumber(), "blocks").to.equal(blocks)
  })
})
