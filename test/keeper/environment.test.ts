import { readFileSync } from "node:fs"
import { PassThrough } from "node:stream"

import { expect } from "chai"
import { zeroHash } from "viem"
import { type KeeperOptions, KeeperOptionsError, parseOptions } from "../../keeper/keeperOptions.ts"
import { keeperVariables, optionsFromEnvironment } from "../../keeper/keeperVariables.ts"
import { createLog, reasonOf } from "../../keeper/log.ts"
import { createMetrics } from "../../keeper/serve/metrics.ts"
import { type Environment, withVariableNames } from "../../keeper/variables.ts"
import { withDeployment } from "../support/knownDeployment.ts"
import { accountNamed, addressOf } from "../support/parties.ts"

const GOOD = {
  GPUFLOW_RPC_URL: "https://one.example/secret, https://two.example",
  GPUFLOW_FROM_BLOCK: "80000000",
}
const REQUIRED = { chainId: 137, escrow: `0x${"e5".repeat(20)}`, account: accountNamed("keeper") } as const

/** The error of options that do not fit. */
function refused(environment: Readonly<Record<string, string | undefined>>): string {
  try {
    parseOptions(optionsFromEnvironment(environment, REQUIRED))
  } catch (error) {
    if (error instanceof KeeperOptionsError) return withVariableNames(error, keeperVariables).message
    throw error
  }
  throw new Error("They were taken.")
}

describe("Keeper: options from the environment", () => {
  it("default: endpoints and the first block are enough", () => {
    const options = parseOptions(optionsFromEnvironment(GOOD, REQUIRED))

    expect(options.rpcUrls, "endpoints").to.deep.equal(["https://one.example/secret", "https://two.example"])
    expect(options.account.address, "account").to.equal(accountNamed("keeper").address)
    expect(options.chainId, "chain").to.equal(137)
    expect(options.work, "work").to.deep.equal(["mandates", "settle", "credits"])
    expect(options.minTip, "tip floor").to.equal(30_000_000_000n)
  })

  it("behavior: seconds, gwei and POL are read in their units", () => {
    const figures = {
      GPUFLOW_KEEPER_POLL_SECONDS: "2.5",
      GPUFLOW_KEEPER_MAX_GWEI: "120.5",
      GPUFLOW_KEEPER_MAX_POL_PER_DAY: "7",
    }
    const options = parseOptions(optionsFromEnvironment({ ...GOOD, ...figures }, REQUIRED))

    expect(options.pollInterval, "milliseconds").to.equal(2_500)
    expect(options.maxFeePerGas, "wei").to.equal(120_500_000_000n)
    expect(options.maxCostPerDay, "wei a day").to.equal(7n * 10n ** 18n)
  })

  it("behavior: first block and mandate contract are those of the escrow's known deployment, if nothing is set", async () => {
    const { chainId, escrow } = REQUIRED
    const [mandate, other] = [addressOf("owner"), addressOf("host")]
    const known = { address: escrow, blockNumber: 17n, codeHash: zeroHash, mandate }
    const places = (environment: Environment) => {
      const { fromBlock, mandateContract } = optionsFromEnvironment(environment, REQUIRED)
      return [fromBlock, mandateContract]
    }
    await withDeployment(chainId, known, () => {
      expect(places({}), "known").to.deep.equal([17n, mandate])
      const set = { GPUFLOW_FROM_BLOCK: "5", GPUFLOW_MANDATE_CONTRACT: other }
      expect(places(set), "set").to.deep.equal([5n, other])
    })
    await withDeployment(chainId, { ...known, address: other }, () => {
      expect(places({}), "of another escrow").to.deep.equal([undefined, undefined])
    })
  })

  it("error: each message names the variable", () => {
    expect(refused({ ...GOOD, GPUFLOW_RPC_URL: "" }), "no endpoint").to.include("GPUFLOW_RPC_URL")
    expect(refused({ ...GOOD, GPUFLOW_FROM_BLOCK: "" }), "no first block").to.include("GPUFLOW_FROM_BLOCK")
    expect(refused({ ...GOOD, GPUFLOW_KEEPER_BATCH: "many" }), "no number").to.equal(
      'GPUFLOW_KEEPER_BATCH: "many" is not a valid number',
    )
    expect(refused({ ...GOOD, GPUFLOW_KEEPER_BATCH: "301" }), "too many").to.include("GPUFLOW_KEEPER_BATCH: ")
    expect(refused({ ...GOOD, GPUFLOW_KEEPER_POLL_SECONDS: "9999999" }), "too long for a timer").to.include(
      "GPUFLOW_KEEPER_POLL_SECONDS: ",
    )
    expect(refused({ ...GOOD, GPUFLOW_RPC_URL: "ws://one.example" }), "another protocol").to.include("http or https")
    expect(refused({ ...GOOD, GPUFLOW_FROM_BLOCK: "-3" }), "no block").to.include("must not be negative")
    expect(refused({ ...GOOD, GPUFLOW_KEEPER_MAX_GWEI: "29" }), "a cap below the tip").to.equal(
      "GPUFLOW_KEEPER_MAX_GWEI: must not be below the minimum tip",
    )
    expect(refused({ ...GOOD, GPUFLOW_KEEPER_WORK: "cook" }), "no work").to.match(/^GPUFLOW_KEEPER_WORK: .*"settle"/)
    expect(refused({ ...GOOD, GPUFLOW_KEEPER_MANDATES: "mandates" }), "no mandate contract").to.equal(
      "GPUFLOW_MANDATE_CONTRACT: is not known: set GPUFLOW_MANDATE_CONTRACT, or pass --mandate-contract",
    )
    const mandates = { GPUFLOW_KEEPER_MANDATES: "mandates", GPUFLOW_MANDATE_CONTRACT: REQUIRED.escrow }
    expect(refused({ ...GOOD, ...mandates, GPUFLOW_KEEPER_WORK: "settle" }), "mandates without their work").to.equal(
      "GPUFLOW_KEEPER_WORK: must include `mandates`, because a folder of mandates is set",
    )
  })

  it("error: an unknown variable is refused with the nearest name", () => {
    const nearest = {
      GPUFLOW_KEEPER_BACTH: "GPUFLOW_KEEPER_BATCH",
      GPUFLOW_KEEPER_MAX_POL_A_DAY: "GPUFLOW_KEEPER_MAX_POL_PER_DAY",
      GPUFLOW_KEEPER_POLL_SECOND: "GPUFLOW_KEEPER_POLL_SECONDS",
      GPUFLOW_KEEPR_PORT: "GPUFLOW_KEEPER_PORT",
      gpuflow_keeper_port: "GPUFLOW_KEEPER_PORT",
    }

    for (const [name, expected] of Object.entries(nearest)) {
      expect(refused({ ...GOOD, [name]: "1" }), name).to.equal(
        `${name}: is not a variable of the keeper. Did you mean ${expected}?`,
      )
    }
    expect(refused({ ...GOOD, GPUFLOW_KEEPER_X: "1", GPUFLOW_KEEPER_Y: "1" }).split("\n"), "two").to.have.length(2)
  })

  it("behavior: variables of other programs, and those without a value, are left alone", () => {
    const others = { GPUFLOW_KEYSTORE: "/etc/keeper.json", GPUFLOW_OFFERS_TOKEN: "1", PATH: "/bin" }
    const options = optionsFromEnvironment({ ...GOOD, ...others, GPUFLOW_KEEPER_BACTH: " " }, REQUIRED)

    expect(options.rpcUrls, "endpoints").to.have.length(2)
  })

  it("behavior: the log holds no endpoint's secret, whatever failed", async () => {
    const written = new PassThrough({ encoding: "utf8" })
    const log = createLog({ rpcUrls: ["https://one.example/secret"], logLevel: "info" }, written)

    log.error("failed", { reason: reasonOf(new Error("GET https://one.example/secret: 401")), cost: 5n })
    const line: unknown = JSON.parse(String(written.read()))

    expect(line, "line").to.deep.include({ reason: "GET one.example: 401", cost: "5", msg: "failed" })
  })

  it("behavior: docs/keeper.md has every variable and every metric", () => {
    const page = readFileSync(new URL("../../docs/keeper.md", import.meta.url), "utf8")
    const rows = Object.entries(keeperVariables).map(([name, { description }]) => `| \`${name}\` | ${description} |`)
    const metrics = createMetrics()
      .registry.getMetricsAsArray()
      .map(({ name }) => name)
      .filter((name) => name.startsWith("gpuflow_keeper_"))
      .map((name) => name.replace("gpuflow_keeper_", ""))

    expect(
      rows.filter((row) => !page.includes(row)),
      "rows of variables that the page lacks",
    ).to.deep.equal([])
    expect(metrics.length, "metrics").to.be.above(15)
    expect(
      metrics.filter((name) => !page.includes(`\`${name}`)),
      "metrics that the page lacks",
    ).to.deep.equal([])
  })

  it("behavior: the defaults in the descriptions are those that apply", () => {
    const options = parseOptions(optionsFromEnvironment(GOOD, REQUIRED))
    const described = Object.values(keeperVariables).flatMap(({ option, description, parse }) => {
      const [, text] = /\(default (.*)\)$/.exec(description.replaceAll("`", "")) ?? []
      return text === undefined ? [] : [[option, parse(text)] as const]
    })

    expect(described.length, "defaults").to.equal(19)
    for (const [option, value] of described) expect(options[option], option).to.deep.equal(value)
  })

  it("error: options in code are checked alike", () => {
    const options: KeeperOptions = { rpcUrls: [], escrow: `0x${"e5".repeat(20)}`, fromBlock: 1n, account: Object() }

    expect(() => parseOptions(options), "no endpoints").to.throw(KeeperOptionsError, "rpcUrls")
  })
})
