import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { parser } from "@prometheus-io/lezer-promql"
import { expect } from "chai"
import { parse } from "yaml"
import { z } from "zod"
import { createMetrics } from "../../keeper/serve/metrics.ts"
import { startMonitoringServer } from "../../keeper/serve/monitoringServer.ts"
import { itWith } from "../support/itWhere.ts"

const FOLDER = new URL("../../keeper/monitoring/", import.meta.url)
const PAGE = readFileSync(new URL("../../docs/keeper.md", import.meta.url), "utf8")
const textOf = (name: string) => readFileSync(new URL(name, FOLDER), "utf8")

const duration = z.string().regex(/^(\d+(ms|[smhdwy]))+$/)
const rule = z.strictObject({
  alert: z.string().regex(/^Keeper[A-Z]\w+$/),
  expr: z.string(),
  for: duration.optional(),
  labels: z.strictObject({ severity: z.enum(["page", "ticket"]) }),
  annotations: z.strictObject({ summary: z.string().min(1), description: z.string().min(1) }),
})
const rules = z
  .strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })) })
  .parse(parse(textOf("alerts.yml")))
  .groups.flatMap((group) => group.rules)

const target = z.object({ refId: z.string(), expr: z.string(), legendFormat: z.string() })
const panel = z.object({
  id: z.int(),
  type: z.enum(["stat", "timeseries"]),
  title: z.string().min(1),
  description: z.string().min(1),
  gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
  targets: z.array(target).min(1),
})
const dashboard = z
  .object({
    uid: z.string(),
    title: z.string(),
    schemaVersion: z.int().min(36),
    panels: z.array(panel),
    templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string(), query: z.string() })) }),
  })
  .parse(JSON.parse(textOf("dashboard.json")))

/** Labels that Prometheus adds to every series that it scrapes. */
const TARGET_LABELS = ["job", "instance"]
/** Series that Prometheus itself makes of every target. */
const OWN_SERIES = new Map([["up", TARGET_LABELS]])

/** The series that a keeper serves, with their labels. */
async function servedSeries(): Promise<ReadonlyMap<string, readonly string[]>> {
  const metrics = createMetrics()
  const server = await startMonitoringServer(
    { host: "127.0.0.1", port: 0 },
    { registry: metrics.registry, health: () => ({ ok: true }) },
  )
  const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text()
  await server.close()
  const labels = new Map(
    metrics.registry.getMetricsAsArray().map((metric) => [
      metric.name,
      // The library's type does not show them.
      "labelNames" in metric && Array.isArray(metric.labelNames) ? metric.labelNames.map(String) : [],
    ]),
  )
  const series = new Map<string, string[]>()
  for (const [, name = "", kind] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    const own = [...(labels.get(name) ?? []), ...TARGET_LABELS]
    if (kind !== "histogram") series.set(name, own)
    else
      for (const [end, more] of [
        ["_bucket", ["le"]],
        ["_sum", []],
        ["_count", []],
      ] as const)
        series.set(`${name}${end}`, [...own, ...more])
  }
  return series
}

/** The faults of an expression: what does not parse, and what no keeper serves. */
function faultsOf(expression: string, series: ReadonlyMap<string, readonly string[]>): string[] {
  const faults: string[] = []
  const names: string[] = []
  const used: string[] = []
  let selected = ""
  const text = ({ from, to }: { readonly from: number; readonly to: number }) => expression.slice(from, to)
  parser.parse(expression).iterate({
    enter(node) {
      if (node.type.isError) faults.push(`does not parse at ${node.from}: ${expression}`)
      if (node.name === "Identifier" && node.node.parent?.name === "VectorSelector") {
        selected = text(node)
        names.push(selected)
        if (!series.has(selected)) faults.push(`no metric ${selected}: ${expression}`)
      }
      if (node.name !== "LabelName") return
      if (node.node.parent?.name === "GroupingLabels") used.push(text(node))
      else if (!series.get(selected)?.includes(text(node))) faults.push(`no label ${text(node)} of ${selected}`)
    },
  })
  const known = names.flatMap((name) => series.get(name) ?? [])
  for (const label of used) if (!known.includes(label)) faults.push(`no label ${label} to group by: ${expression}`)
  if (names.length === 0) faults.push(`names no metric: ${expression}`)
  return faults
}

/** The labels that the result of an expression has. */
function labelsOf(expression: string, series: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const grouped = /\bby \(([^)]*)\)/.exec(expression)?.[1]
  if (grouped !== undefined) return grouped.split(",").map((label) => label.trim())
  if (expression.startsWith("absent(")) return ["job"]
  return [...expression.matchAll(/[a-z_:]+/g)].flatMap(([name]) => series.get(name) ?? [])
}

describe("Keeper: alerts and dashboard", () => {
  let series: ReadonlyMap<string, readonly string[]>
  before(async () => {
    series = new Map([...(await servedSeries()), ...OWN_SERIES])
  })

  it("default: an alert for each thing that stops the keeper", () => {
    const names = rules.map(({ alert }) => alert)

    expect(names).to.include.members([
      "KeeperDown",
      "KeeperAbsent",
      "KeeperNoGoodPoll",
      "KeeperWorkOverdue",
      "KeeperBalanceLow",
      "KeeperNoEndpoint",
    ])
    expect(new Set(names).size, "names").to.equal(names.length)
  })

  it("behavior: every expression of an alert parses, and names what a keeper serves, with its labels", () => {
    expect(rules.flatMap(({ expr }) => faultsOf(expr, series))).to.deep.equal([])
  })

  it("behavior: every text of an alert uses labels that its expression has", () => {
    for (const { alert, expr, annotations } of rules) {
      const used = [
        ...Object.values(annotations)
          .join(" ")
          .matchAll(/\$labels\.(\w+)/g),
      ].map(([, label]) => label)
      expect(labelsOf(expr, series), alert).to.include.members(used)
      expect(
        Object.values(annotations)
          .join(" ")
          .replaceAll(/\{\{ \$(labels\.\w+|value( \| humanize\w*)?) \}\}/g, ""),
        alert,
      ).not.to.match(/[{}]/)
    }
  })

  it("behavior: every query of the dashboard parses, and names what a keeper serves, with its labels", () => {
    const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
    const filled = queries.map((query) => query.replaceAll("$__rate_interval", "1m"))

    expect(filled.flatMap((query) => faultsOf(query, series))).to.deep.equal([])
    for (const { targets } of dashboard.panels) {
      for (const { expr, legendFormat } of targets) {
        const used = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label)
        expect(labelsOf(expr, series), expr).to.include.members(used)
      }
    }
  })

  it("behavior: the variables of the dashboard are those that it uses, and its panels do not overlap", () => {
    const variables = dashboard.templating.list.map(({ name }) => name)
    const used = [...textOf("dashboard.json").matchAll(/\$\{?(?!__)(\w+)/g)].map(([, name]) => name)
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
    )

    expect([...new Set(used)].toSorted(), "variables").to.deep.equal(variables.toSorted())
    expect(new Set(cells).size, "cells").to.equal(cells.length)
    expect(Math.max(...dashboard.panels.map(({ gridPos: { x, w } }) => x + w)), "width").to.be.at.most(24)
    expect(new Set(dashboard.panels.map(({ id }) => id)).size, "ids").to.equal(dashboard.panels.length)
  })

  it("behavior: a wrong expression is found", () => {
    expect(faultsOf("gpuflow_keeper_due >", series)[0], "syntax").to.contain("does not parse")
    expect(faultsOf("gpuflow_keeper_dew > 0", series)[0], "metric").to.contain("no metric gpuflow_keeper_dew")
    expect(faultsOf('gpuflow_keeper_held{limits="fee"}', series)[0], "label").to.contain("no label limits")
    expect(faultsOf("sum by (outcome) (gpuflow_keeper_due)", series)[0], "grouping").to.contain("no label outcome")
  })

  it("behavior: docs/keeper.md names every alert and each file", () => {
    for (const { alert } of rules) expect(PAGE, alert).to.contain(`\`${alert}\``)
    for (const file of ["alerts.yml", "alerts.test.yml", "prometheus.yml", "dashboard.json"]) {
      expect(PAGE, file).to.contain(`../keeper/monitoring/${file}`)
    }
  })

  itWith("promtool")("behavior: promtool takes the rules and their tests", () => {
    const run = (...args: readonly string[]) =>
      execFileSync("promtool", args, { cwd: fileURLToPath(FOLDER), encoding: "utf8" })

    expect(run("check", "config", "prometheus.yml"), "rules").to.contain(`${rules.length} rules found`)
    expect(run("test", "rules", "alerts.test.yml"), "tests").to.contain("SUCCESS")
  })
})

describe("Keeper: the systemd unit", () => {
  const [, unit = ""] = /```ini\n(.*?)```/s.exec(PAGE) ?? []

  it("default: it restarts, within limits, and its key is a credential", () => {
    for (const line of [
      "Restart=always",
      "RestartSec=5",
      "StartLimitBurst=20",
      "LoadCredential=keystore:/etc/gpuflow/keeper.json",
      "Environment=GPUFLOW_KEYSTORE=%d/keystore",
      "Environment=GPUFLOW_KEYSTORE_PASSWORD_FILE=%d/password",
    ]) {
      expect(unit.split("\n"), line).to.include(line)
    }
  })

  itWith("systemd-analyze")("behavior: systemd takes it", () => {
    const folder = mkdtempSync(join(tmpdir(), "unit-"))
    const file = join(folder, "gpuflow-keeper.service")
    writeFileSync(file, unit.replace("/srv/gpuflow/node_modules/.bin/node", process.execPath))

    const { status, stderr } = spawnSync("systemd-analyze", ["verify", file], { encoding: "utf8" })
    rmSync(folder, { recursive: true })

    expect([status, stderr], "verdict").to.deep.equal([0, ""])
  })
})
