// A statement as CSV, and as a page to print.
import { stringify } from "csv-stringify/sync"
import { type Address, formatEther } from "viem"
import { BASE_UNITS, formatAmount, formatNumber, type Unit } from "../text/amounts.ts"
import { escapeHidden } from "../text/escape.ts"
import { type Earning, formatDollars, type Statement } from "./earnings.ts"

type UnitOf = (token: Address) => Unit

const columns = [
  "time",
  "event",
  "reason",
  "symbol",
  "toHost",
  "dollars",
  "fee",
  "bondToRenter",
  "gasPol",
  "gasDollars",
  "rental",
  "machine",
  "token",
  "block",
  "transaction",
]

/** A row for each payment, and one for each transaction that cost the host gas, by time. */
export function statementCsv({ earnings, gasCosts }: Statement, unitOf: UnitOf): string {
  const paid = earnings.map((earning) => {
    const { symbol, decimals } = unitOf(earning.token)
    const amount = (value: bigint) => (decimals === undefined ? String(value) : formatNumber(value, decimals))
    return {
      ...earning,
      time: timeOf(earning),
      // Another symbol keeps base units out of a sum of whole tokens.
      symbol: decimals === undefined ? `${BASE_UNITS} of ${symbol}` : symbol,
      toHost: amount(earning.toHost),
      fee: amount(earning.fee),
      bondToRenter: amount(earning.bondToRenter),
      dollars: earning.value === undefined ? "" : formatDollars(earning.value),
      block: String(earning.block),
    }
  })
  const spent = gasCosts.map(({ block, transaction, events, wei, value, ...cost }) => ({
    time: timeOf(cost),
    event: "Gas",
    reason: events.join(" "),
    gasPol: formatEther(wei),
    gasDollars: value === undefined ? "" : formatDollars(value),
    block: String(block),
    transaction,
  }))
  // Sorting keeps the order of what has the same time.
  const rows = [...paid, ...spent].toSorted((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)))
  return stringify(rows, { header: true, columns, escape_formulas: true })
}

const STYLE = `body{font:14px/1.5 system-ui,sans-serif;margin:2rem;color:#111}h1{font-size:1.4rem}h2{font-size:1.1rem}table{border-collapse:collapse;width:100%;margin:1rem 0}
th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #ccc}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}code{font-size:.85em}
tr{break-inside:avoid}@page{margin:15mm}@media print{body{margin:0}}`

/** One file without scripts, which needs nothing from a network. */
export function statementPage(statement: Statement, unitOf: UnitOf): string {
  const { host, month, earnings, sums, value, unvalued, gasCosts, gas, gasValue, gasUnvalued } = statement
  const amount = (token: Address, units: bigint) => formatAmount(units, unitOf(token))
  const rows = earnings.map((earning) => [
    cell(timeOf(earning).slice(0, 19).replace("T", " ")),
    cell([earning.event, earning.reason].filter(Boolean).join(", ")),
    number(amount(earning.token, earning.toHost)),
    number(earning.value === undefined ? "-" : formatDollars(earning.value)),
    number(amount(earning.token, earning.fee)),
    number(amount(earning.token, earning.bondToRenter)),
    `<td><code>${escapeHtml(shorten(earning.rental))}</code></td>`,
    `<td><code>${escapeHtml(shorten(earning.transaction))}</code></td>`,
  ])
  const costs = gasCosts.map((cost) => [
    cell(timeOf(cost).slice(0, 19).replace("T", " ")),
    cell(cost.events.join(", ")),
    number(formatEther(cost.wei)),
    number(cost.value === undefined ? "-" : formatDollars(cost.value)),
    `<td><code>${escapeHtml(shorten(cost.sender))}</code></td>`,
    `<td><code>${escapeHtml(shorten(cost.transaction))}</code></td>`,
  ])
  const totals = sums.map(({ token, toHost, fee, bondToRenter }) => [
    `<td>${escapeHtml(unitOf(token).symbol)} <code>${escapeHtml(token)}</code></td>`,
    number(amount(token, toHost)),
    number(amount(token, fee)),
    number(amount(token, bondToRenter)),
  ])
  const missing = unvalued === 0 ? "" : ` ${unvalued} payments without a known price are not in this sum.`
  const unpriced = gasUnvalued === 0 ? "" : ` ${gasUnvalued} of them have no known price, and are not in these dollars.`
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Statement ${escapeHtml(month)}</title>
<style>${STYLE}</style>
<h1>Statement of earnings, ${escapeHtml(month)}</h1>
<p>Host <code>${escapeHtml(host)}</code></p>
<table><tr><th>Token<th class="n">Paid to the host<th class="n">Fee, taken before<th class="n">From the bond to renters</tr>
${totals.map(row).join("\n")}
</table>
<p>Worth ${escapeHtml(formatDollars(value))} dollars by the tokens' price feeds, each payment at its block.${escapeHtml(missing)}</p>
<table><tr><th>Time (UTC)<th>Event<th class="n">Paid to the host<th class="n">Dollars<th class="n">Fee<th class="n">From the bond<th>Rental<th>Transaction</tr>
${rows.map(row).join("\n")}
</table>
<h2>Gas</h2>
<p>${gasCosts.length} transactions of the host and its operators with these rentals cost ${escapeHtml(formatEther(gas))} POL, worth ${escapeHtml(formatDollars(gasValue))} dollars, each at its block.${escapeHtml(unpriced)} Transactions that failed or touched no rental are not among them.</p>
<table><tr><th>Time (UTC)<th>What happened<th class="n">POL<th class="n">Dollars<th>Sender<th>Transaction</tr>
${costs.map(row).join("\n")}
</table>
</html>
`
}

const timeOf = ({ time }: Pick<Earning, "time">): string => new Date(Number(time) * 1_000).toISOString()
const row = (cells: readonly string[]): string => `<tr>${cells.join("")}</tr>`
const cell = (text: string): string => `<td>${escapeHtml(text)}</td>`
const number = (text: string): string => `<td class="n">${escapeHtml(text)}</td>`
const shorten = (hash: string): string => `${hash.slice(0, 10)}…${hash.slice(-6)}`

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** Strangers choose the symbols of tokens. */
const escapeHtml = (text: string): string => escapeHidden(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
