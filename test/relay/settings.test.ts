import { existsSync, readFileSync } from "node:fs"

import { expect } from "chai"

import { KeeperOptionsError } from "../../keeper/keeperOptions.ts"
import { createRelayerMetrics } from "../../keeper/relay/relayerMetrics.ts"
import { parseRelayerOptions } from "../../keeper/relay/relayerOptions.ts"
import { relayOptionsFromEnvironment, relayVariables } from "../../keeper/relay/relayerVariables.ts"
import { withVariableNames } from "../../keeper/variables.ts"
import { failureOf } from "../support/failureOf.ts"
import { accountNamed } from "../support/parties.ts"

const [escrow, router] = [`0x${"e5".repeat(20)}`, `0x${"70".repeat(20)}`] as const
const REQUIRED = { chainId: 137, escrow, router, account: accountNamed("relayer") }
const GOOD = { GPUFLOW_RPC_URL: "https://one.example/key" }
const page = readFileSync(new URL("../../docs/relay.md", import.meta.url), "utf8")
const alerts = readFileSync(new URL("../../keeper/monitoring/relayAlerts.yml", import.meta.url), "utf8")

const read = (environment: Readonly<Record<string, string>>) =>
  parseRelayerOptions(relayOptionsFromEnvironment({ ...GOOD, ...environment }, REQUIRED))

describe("Relay: its settings", () => {
  it("default: the tokens whose price feed is known, and the defaults of the descriptions", () => {
    const options = read({})
    const described = Object.values(relayVariables).flatMap(({ option, description, parse }) => {
      const [, text] = /\(default ([^:]*)\)$/.exec(description.replaceAll("`", "")) ?? []
      return text === undefined ? [] : [[option, parse(text)] as const]
    })

    expect(options.tokens, "tokens").to.include("0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359")
    expect(described.length, "defaults").to.be.above(20)
    for (const [option, value] of described) expect(options[option], option).to.deep.equal(value)
  })

  it("behavior: lists, prices, and times are read", () => {
    const options = read({
      GPUFLOW_RELAY_ORIGINS: "https://app.example, https://other.example",
      GPUFLOW_RELAY_TOKENS: router,
      GPUFLOW_RELAY_MAX_GWEI: "300",
      GPUFLOW_RELAY_POLL_SECONDS: "0.5",
      GPUFLOW_RELAY_POL_PRICE: "0.25",
    })

    expect(options, "options").to.deep.include({
      origins: ["https://app.example", "https://other.example"],
      tokens: [router],
      maxFeePerGas: 300_000_000_000n,
      pollInterval: 500,
      polPrice: 0.25,
    })
  })

  it("error: each mistake is named by its variable", async () => {
    const mistakes: readonly (readonly [string, string])[] = [
      ["GPUFLOW_RELAY_ORIGINS", "https://app.example/path"],
      ["GPUFLOW_RELAY_TOKENS", "USDC"],
      ["GPUFLOW_RELAY_MARGIN", "-1"],
      ["GPUFLOW_RELAY_MAX_SECONDS", "30"],
      ["GPUFLOW_RELAY_MAX_GWEI", "29"],
      ["GPUFLOW_RELAY_CLIENT_HEADER", "x forwarded for"],
      ["GPUFLOW_RPC_URL", "ftp://one.example"],
    ]
    for (const [name, text] of mistakes) {
      const failure = await failureOf(Promise.resolve().then(() => read({ [name]: text })))
      if (!(failure instanceof KeeperOptionsError)) throw failure
      expect(withVariableNames(failure, relayVariables).message, name).to.include(name)
    }
    const typo = await failureOf(Promise.resolve().then(() => read({ GPUFLOW_RELAY_MAX_OPNE: "1" })))
    expect(String(typo), "a slip").to.include("is not a variable of the relayer. Did you mean GPUFLOW_RELAY_MAX_OPEN?")
  })

  it("behavior: docs/relay.md has every variable, every metric, and every alert", () => {
    const rows = Object.entries(relayVariables).map(([name, { description }]) => `| \`${name}\` | ${description} |`)
    const served = createRelayerMetrics()
      .registry.getMetricsAsArray()
      .map(({ name }) => name)
      .filter((name) => name.startsWith("gpuflow_relay_"))
    const metrics = served.map((name) => name.replace("gpuflow_relay_", ""))

    expect(
      rows.filter((row) => !page.includes(row)),
      "rows of variables that the page lacks",
    ).to.deep.equal([])
    expect(
      metrics.filter((name) => !page.includes(`\`${name}`)),
      "metrics that the page lacks",
    ).to.deep.equal([])
    const names = [...alerts.matchAll(/- alert: (\w+)/g)].map(([, name]) => name)
    expect(
      names.filter((name) => !page.includes(`| \`${name}\` |`)),
      "alerts that the page lacks",
    ).to.deep.equal([])
    const used = [...alerts.matchAll(/gpuflow_relay_\w+/g)].map(([name]) => name)
    expect(
      used.filter((name) => !served.includes(name)),
      "metrics that alerts use and nothing serves",
    ).to.deep.equal([])
    expect(existsSync(new URL("../../keeper/monitoring/relayAlerts.yml", import.meta.url)), "the file").to.equal(true)
  })
})
