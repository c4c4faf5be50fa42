import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { parser } from "@prometheus-io/lezer-promql"
import { expect } from "chai"
import { parse } from "yaml"
import { z } from "zod"
import { createHostMetrics } from "../../host/monitoring/hostMetrics.ts"
import { readiness } from "../../host/monitoring/readiness.ts"
import { itWith } from "../support/itWhere.ts"

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")
const PAGE = read("docs/host.md")
const rule = z.strictObject({
  alert: z.string().regex(/^Host[A-Z]\w+$/),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(["page", "ticket"]) }),
  annotations: z.strictObject({ summary: z.string().min(1), description: z.string().min(1) }),
})
const rules = z
  .strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })) })
  .parse(parse(read("host/monitoring/alerts.yml")))
  .groups.flatMap((group) => group.rules)

/** The metrics of an agent, with their labels and those that Prometheus adds. */
const served = new Map<string, readonly string[]>([
  ["up", ["job", "instance"]],
  ...createHostMetrics()
    .registry.getMetricsAsArray()
    .map((metric): [string, string[]] => {
      const own = "labelNames" in metric && Array.isArray(metric.labelNames) ? metric.labelNames.map(String) : []
      return [metric.name, [...own, "job", "instance"]]
    }),
])

function metricsIn(expression: string): string[] {
  const names: string[] = []
  parser.parse(expression).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`It does not parse at ${node.from}: ${expression}`)
      if (node.name === "Identifier" && node.node.parent?.name === "VectorSelector") {
        names.push(expression.slice(node.from, node.to))
      }
    },
  })
  return names
}

describe("Host agent: its monitoring", () => {
  it("default: every alert parses, and names what an agent serves, with its labels", () => {
    for (const { alert, expr, annotations } of rules) {
      const names = metricsIn(expr)
      expect(names.length, alert).to.be.above(0)
      expect(
        names.filter((name) => !served.has(name)),
        `${alert}: unknown metrics`,
      ).to.deep.equal([])
      const text = Object.values(annotations).join(" ")
      const labels = [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label)
      expect(
        names.flatMap((name) => served.get(name) ?? []),
        alert,
      ).to.include.members(labels)
    }
  })

  it("behavior: docs/host.md has every alert with its severity, and every metric", () => {
    const rows = rules.map(({ alert, labels }) => `| \`${alert}\` | ${labels.severity} |`)
    const own = [...served.keys()].filter((name) => name.startsWith("gpuflow_host_"))

    expect(
      rows.filter((row) => !PAGE.includes(row)),
      "alerts",
    ).to.deep.equal([])
    expect(
      own.filter((name) => !PAGE.includes(`\`${name.replace("gpuflow_host_", "")}\``)),
      "metrics",
    ).to.deep.equal([])
  })

  it("default: it is ready once a poll has succeeded and its account has POL", () => {
    const good = { ok: true, hasSucceeded: true }
    const funds = { balance: 1n }
    expect(readiness(good, { funds })).to.deep.equal({ ok: true })
    const reasonOf = (...given: Parameters<typeof readiness>) => readiness(...given).reason
    expect(reasonOf({ ok: true, hasSucceeded: false }, { funds }), "first").to.equal("No poll has succeeded yet.")
    expect(reasonOf({ ...good, ok: false, failure: "no node" }, { funds }), "failing").to.equal("no node")
    expect(reasonOf(good, { funds: { balance: 0n } }), "funds").to.equal("The account has no POL for gas.")
  })

  itWith("promtool")("behavior: promtool takes the configuration", () => {
    const cwd = fileURLToPath(new URL("../../host/monitoring/", import.meta.url))
    const { status, stderr } = spawnSync("promtool", ["check", "config", "prometheus.yml"], {
      cwd,
      encoding: "utf8",
    })
    expect([status, stderr], "verdict").to.deep.equal([0, ""])
  })
})
