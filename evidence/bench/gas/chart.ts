import { grouped } from "../../../scripts/support/numbers.ts"
import { ELSEWHERE, linesOfPeers } from "./figures.ts"
import type { Measurements } from "./measurements.ts"

const WIDTH = 880
const LABEL = 400
const BAR = 15
const ROW = 48
const TOP = 64
const SCALE = (WIDTH - LABEL - 90) / 660_000

/** Two bars per system, in a picture that reads in light and in dark. */
export function gasChart(measurements: Measurements): string {
  const measured = linesOfPeers(measurements).map(({ what, token }) => ({ what, gas: token, isPolygonAtMost: false }))
  const elsewhere = ELSEWHERE.map(({ token, ...line }) => ({ isPolygonAtMost: false, ...line, gas: token }))
  const lines = [...measured, ...elsewhere]
  const height = TOP + lines.length * ROW + 16
  const rows = lines.flatMap(({ what, gas, isPolygonAtMost }, index) => {
    if (!gas) return []
    const y = TOP + index * ROW
    const ours = what.startsWith("this escrow")
    return [
      `<text x="${LABEL - 12}" y="${y + 20}" text-anchor="end"${ours ? ' font-weight="700"' : ""}>${escaped(shorten(what))}</text>`,
      bar(y, gas.simulator, ours ? "#15803d" : "#64748b"),
      bar(y + BAR + 2, gas.polygon, ours ? "#4ade80" : "#cbd5e1", isPolygonAtMost ? "≤ " : ""),
    ]
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Gas of one escrowed payment" font-family="system-ui, sans-serif" font-size="13">
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<g fill="#0f172a">
<text x="16" y="26" font-size="16" font-weight="700">Gas of one escrowed ERC-20 payment, all its transactions</text>
<rect x="16" y="40" width="12" height="12" fill="#64748b"/><text x="34" y="51">Ethereum's schedule</text>
<rect x="196" y="40" width="12" height="12" fill="#cbd5e1"/><text x="214" y="51">Polygon's (PIP-88)</text>
${rows.join("\n")}
</g>
</svg>
`
}

function bar(y: number, gas: bigint, colour: string, sign = ""): string {
  const width = Math.round(Number(gas) * SCALE)
  return `<rect x="${LABEL}" y="${y}" width="${width}" height="${BAR}" fill="${colour}"/><text x="${LABEL + width + 6}" y="${y + 12}" font-size="12">${sign}${grouped(gas)}</text>`
}

function shorten(what: string): string {
  return what.split(": ").slice(0, 1).join("").replace("base/commerce-payments", "commerce-payments")
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
}
