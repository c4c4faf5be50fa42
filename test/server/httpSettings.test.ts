import { readFileSync } from "node:fs"

import { KeeperOptionsError, withVariableNames } from "@gpuflow/keeper/service"
import { parser } from "@prometheus-io/lezer-promql"
import { expect } from "chai"
import { parse } from "yaml"
import { z } from "zod"
import { createServerMetrics } from "../../server/monitoring/serverMetrics.ts"
import { optionsFromEnvironment, parseSettings, serverVariables } from "../../server/settings.ts"
import { failureOf } from "../support/failureOf.ts"

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")
const page = read("docs/server.md")
const alerts = z
  .object({ groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })) })
  .parse(parse(read("server/monitoring/alerts.yml")))
  .groups.flatMap(({ rules }) => rules)
const dashboard = z
  .object({ panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })) })
  .parse(JSON.parse(read("server/monitoring/dashboard.json")))

const GOOD = {
  GPUFLOW_RPC_URL: "https://one.example/key, https://two.example",
  GPUFLOW_ESCROW: `0x${"e5".repeat(20)}`,
  GPUFLOW_FROM_BLOCK: "7",
}
const settingsOf = (environment: Readonly<Record<string, string>> = {}) =>
  parseSettings(optionsFromEnvironment({ ...GOOD, ...environment }))

/** Every metric that a server serves, without the ends that histograms have. */
const served = createServerMetrics()
  .registry.getMetricsAsArray()
  .map(({ name }) => name)

/** The names of metrics in an expression. */
function metricsIn(expression: string): string[] {
  const names: string[] = []
  parser.parse(expression).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`It does not parse at ${node.from}: ${expression}`)
      if (node.name === "Identifier" && node.node.parent?.name === "VectorSelector")
        names.push(expression.slice(node.from, node.to).replace(/_(bucket|count|sum)$/, ""))
    },
  })
  return names.filter((name) => name !== "up")
}

describe("the server's settings", () => {
  it("have the defaults of their descriptions", () => {
    const settings = settingsOf()
    const described = Object.values(serverVariables).flatMap(({ option, description, parse: toValue }) => {
      const [, text] = /\(default ([^:]*)\)$/.exec(description.replaceAll("`", "")) ?? []
      return text === undefined ? [] : [[option, toValue(text)] as const]
    })

    expect(described.length, "defaults").to.be.above(15)
    for (const [option, value] of described) expect(settings[option], option).to.deep.equal(value)
    expect(settings.rpcUrls, "endpoints").to.deep.equal(["https://one.example/key", "https://two.example"])
    expect(settings.host, "address").to.equal("127.0.0.1")
  })

  it("name each mistake by its variable", async () => {
    const mistakes: readonly (readonly [string, string])[] = [
      ["GPUFLOW_SERVER_ROOMS", "index,bar"],
      ["GPUFLOW_SERVER_ROLE", "owner"],
      ["DATABASE_URL", "mysql://one.example"],
      ["GPUFLOW_SERVER_PORT", "99999"],
      ["GPUFLOW_SERVER_ORIGINS", "https://app.example/path"],
      ["GPUFLOW_SERVER_CLIENT_HEADER", "x forwarded for"],
      ["GPUFLOW_SERVER_BOARDS", "ftp://one.example"],
      ["GPUFLOW_ESCROW", "0x12"],
      ["GPUFLOW_RPC_URL", "one.example"],
    ]
    for (const [name, text] of mistakes) {
      const failure = await failureOf(Promise.resolve().then(() => settingsOf({ [name]: text })))
      if (!(failure instanceof KeeperOptionsError)) throw failure
      expect(withVariableNames(failure, serverVariables).message, name).to.include(name)
    }
    const reader = await failureOf(Promise.resolve().then(() => settingsOf({ GPUFLOW_SERVER_ROLE: "reader" })))
    expect(String(reader), "a reader without a database").to.include("set DATABASE_URL")
    const slip = await failureOf(Promise.resolve().then(() => settingsOf({ GPUFLOW_SERVER_PROT: "1" })))
    expect(String(slip), "a slip").to.include("Did you mean GPUFLOW_SERVER_PORT?")
  })

  it("are all in docs/server.md, with the metrics and the alerts", () => {
    const rows = Object.entries(serverVariables).map(([name, { description }]) => `| \`${name}\` | ${description} |`)
    const own = served.filter((name) => name.startsWith("gpuflow_server_"))
    const names = own.map((name) => name.replace("gpuflow_server_", ""))

    expect(
      rows.filter((row) => !page.includes(row)),
      "variables that the page lacks",
    ).to.deep.equal([])
    expect(
      names.filter((name) => !page.includes(`\`${name}`)),
      "metrics that the page lacks",
    ).to.deep.equal([])
    expect(
      alerts.filter(({ alert }) => !page.includes(`| \`${alert}\` |`)),
      "alerts that the page lacks",
    ).to.deep.equal([])
  })

  it("alerts and dashboard use only metrics that a server serves", () => {
    const expressions = [
      ...alerts.map(({ expr }) => expr),
      ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ]
    // What the dashboard fills in is no part of the language.
    const used = expressions.flatMap((expr) => metricsIn(expr.replaceAll("$job", "j").replaceAll("$instance", "i")))

    expect(used.length, "metrics").to.be.above(10)
    expect(
      used.filter((name) => !served.includes(name)),
      "unknown metrics",
    ).to.deep.equal([])
  })
})
