// The picture of bugs caught against the size of a search.
import { grouped } from "../../scripts/support/numbers.ts"

/** What one kind of search finds, by its size. */
export interface Curve {
  readonly name: string
  readonly unit: string
  /** How many bugs were planted. */
  readonly of: number
  readonly points: readonly { readonly count: number; readonly bugs: number }[]
}

const WIDTH = 880
const HEIGHT = 420
/** Where the axes stand. */
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 700, 64, 360] as const
/** The largest power of ten of the horizontal axis. */
const DECADES = 6
const COLOURS = ["#15803d", "#1d4ed8", "#b45309"]

/** Sizes on a logarithmic scale, in a picture that reads in light and in dark. */
export function curveChart(curves: readonly Curve[]): string {
  const of = Math.max(1, ...curves.map((curve) => curve.of))
  const x = (count: number) => Math.round(LEFT + ((RIGHT - LEFT) * Math.log10(count)) / DECADES)
  const y = (bugs: number) => Math.round(BOTTOM - ((BOTTOM - TOP) * bugs) / of)
  const ticks = Array.from({ length: DECADES + 1 }, (_, power) => 10 ** power).map(
    (count) => `<line x1="${x(count)}" x2="${x(count)}" y1="${BOTTOM}" y2="${BOTTOM + 5}" stroke="#64748b"/>
<text x="${x(count)}" y="${BOTTOM + 22}" text-anchor="middle" font-size="12">${grouped(count)}</text>`,
  )
  const shares = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const bugs = Math.round(of * share)
    return `<line x1="${LEFT}" x2="${RIGHT}" y1="${y(bugs)}" y2="${y(bugs)}" stroke="#e2e8f0"/>
<text x="${LEFT - 8}" y="${y(bugs) + 4}" text-anchor="end" font-size="12">${bugs}</text>`
  })
  const lines = curves.map(({ name, points }, index) => {
    const colour = COLOURS[index % COLOURS.length]
    const places = points.map(({ count, bugs }) => ({ x: x(count), y: y(bugs), bugs }))
    const path = places.map((place) => `${place.x},${place.y}`).join(" ")
    const dots = places.map((place) => `<circle cx="${place.x}" cy="${place.y}" r="4" fill="${colour}"/>`)
    const label = TOP + 24 * index
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>
${dots.join("\n")}
<rect x="${RIGHT + 24}" y="${label - 10}" width="12" height="12" fill="${colour}"/><text x="${RIGHT + 42}" y="${label}">${name}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Bugs caught against the size of a random search" font-family="system-ui, sans-serif" font-size="13">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
<g fill="#0f172a">
<text x="16" y="26" font-size="16" font-weight="700">Planted bugs caught, of ${of}, by the size of a random search</text>
${shares.join("\n")}
${ticks.join("\n")}
<text x="${(LEFT + RIGHT) / 2}" y="${BOTTOM + 46}" text-anchor="middle" font-size="12">calls of the invariants, runs of each property, lives</text>
${lines.join("\n")}
</g>
</svg>
`
}
