import { readFile } from "node:fs/promises"
import { isEscrowError, NATIVE_ERC20_FACE } from "@gpuflow/escrow"
import { findToken } from "@gpuflow/escrow/plan"
import { expect } from "chai"
import { parseConfig, readConfig } from "../../scripts/deploy/config.ts"
import { ConfigNotFoundError, InvalidConfigError, MissingRolesError } from "../../scripts/deploy/errors.ts"
import { configFile } from "../../scripts/deploy/networks.ts"
import { failureOf } from "../support/failureOf.ts"

describe("Deployment: the config", () => {
  it("default: the local one is whole", async () => {
    const config = await readConfig(configFile("local"))

    expect(config.chainId, "chain").to.equal(137)
    expect(config.timelock.delay, "delay").to.equal(172_800n)
    expect(config.periphery, "around the escrow").to.deep.equal(["router", "mandate"])
  })

  it("default: the live ones name tokens as the SDK knows them, and no address that is not known", async () => {
    for (const [name, chainId] of [
      ["polygon", 137],
      ["amoy", 80_002],
    ] as const) {
      const error = await failureOf(readConfig(configFile(name)))
      expect(error, name).to.be.instanceOf(MissingRolesError)
      expect(isEscrowError(error) && Reflect.get(error.args, "missing"), "missing").to.equal(
        "timelock.proposers, timelock.executors, timelock.cancellers, guardian, treasury, arbiter",
      )
      const { markets, ...config } = JSON.parse(await readFile(configFile(name), "utf8"))
      expect(config.chainId, "chain").to.equal(chainId)
      for (const { token, symbol, decimals } of markets) {
        const known = findToken({ chainId, address: token })
        expect({ symbol: known?.symbol, decimals: known?.decimals }, symbol).to.deep.equal({ symbol, decimals })
      }
    }
  })

  it("behavior: nothing is deployed around the escrow unless the config says so", async () => {
    const text = await changed((config) => {
      delete config.periphery
    })
    expect(parseConfig("local.json", text).periphery, "around the escrow").to.deep.equal([])
  })

  it("behavior: a market may have an arbiter of its own", async () => {
    const arbiter = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
    const text = await changed((config) => {
      config.arbiter = null
      config.markets[0].arbiter = arbiter
    })

    const { markets } = parseConfig("local.json", text)
    expect(markets[0]?.arbiter, "arbiter").to.equal(arbiter)
  })

  it("error: no such file", async () => {
    expect(await failureOf(readConfig("deployments/config/mars.json")), "error").to.be.instanceOf(ConfigNotFoundError)
  })

  it("error: what cannot be meant is named", async () => {
    const wrong: [string, Change][] = [
      ["timelock.delay", (config) => (config.timelock.delay = 172_799)],
      ["guardian", (config) => (config.guardian = "0x3c44CdDdB6a900fa2b585dd299e03d12FA4293BC")],
      ["treasury", (config) => (config.treasury = "0x0000000000000000000000000000000000000000")],
      ["timelock.proposers", (config) => config.timelock.proposers.push(config.timelock.proposers[0])],
      ["markets", (config) => config.markets.push(config.markets[0])],
      ["markets", (config) => (config.markets = [])],
      ["markets.0.feeBps", (config) => (config.markets[0].feeBps = 999)],
      ["markets.0.feeBps", (config) => (config.markets[0].feeBps = 1_501)],
      ["markets.0.token", (config) => (config.markets[0].token = NATIVE_ERC20_FACE)],
      ["chainId", (config) => (config.chainId = "137")],
      ["salt", (config) => (config.salt = "")],
      ["periphery", (config) => config.periphery.push("router")],
      ["periphery.0", (config) => (config.periphery = ["arbiters"])],
      ["", (config) => (config.admin = config.treasury)],
    ]
    for (const [field, change] of wrong) {
      const text = await changed(change)
      const error = await failureOf(Promise.resolve().then(() => parseConfig("local.json", text)))
      expect(error, field).to.be.instanceOf(InvalidConfigError)
      expect(isEscrowError(error) && Reflect.get(error.args, "problems"), "problems").to.match(new RegExp(`^${field}:`))
    }
    const error = await failureOf(Promise.resolve().then(() => parseConfig("local.json", "{")))
    expect(error, "no JSON").to.be.instanceOf(InvalidConfigError)
  })
})

type Change = (config: ReturnType<typeof JSON.parse>) => unknown

/** The local config's text after a change. */
async function changed(change: Change): Promise<string> {
  const config = JSON.parse(await readFile(configFile("local"), "utf8"))
  change(config)
  return JSON.stringify(config)
}
