import { grouped } from "../../scripts/start/words.ts"
import { LARGEST_BATCH } from "../../sdk/core/rental/settleMany.ts"
import type { Gas } from "./meter.ts"
import { ELSEWHERE, type Line, linesOfBatches, linesOfCalls, linesOfLives, linesOfPeers, TARGETS } from "./report.ts"
import { type Bench, figure, livesOf } from "./run.ts"

/** Gas prices in gwei: what Polygon's nodes take at least as a tip, and busier days. */
const GWEI = [30n, 100n, 300n]
/** Dollars per POL, in cents. */
const POL_CENTS = [10n, 25n, 50n]

/** docs/gas.md, whole: every figure comes from the run. */
export function gasDocument(bench: Bench): string {
  const life = figure(livesOf(bench.coins["ERC-20"].calls), "instant: deposit + settle")
  const { before, after, rentals } = bench.growth
  return `# Gas

Written by \`npm run bench\`, which measures all of it again in under a minute, to the digit. Whole transactions, intrinsic gas and calldata included; the production build; the steady state: every account has
coins, every slot that a used escrow has filled is filled, allowances are given. The token is OpenZeppelin's with 6 decimals, built for speed (1 000 000 runs, IR); the rental costs 0.65 dollars an hour.

Two schedules: that of the simulator, which is Ethereum's, and **Polygon's since PIP-88**, where a cold SLOAD costs 5 460 and a cold SSTORE 2 940. The second is computed from each transaction's trace by
\`polygonGas\`, which the SDK exports.

![Gas of one escrowed payment, in this escrow and in others](gas.svg)

## A rental's life

${table(linesOfLives(bench))}

## Beside others

One payment of an ERC-20 token, from the payer to the payee. The naked transfer and the floor are bounds, not escrows: the floor keeps one slot per payment, knows no signature, no clock and no event. Sablier is deployed from
the artifacts of its own package, in the same process, with a 10 % broker fee.

${table(linesOfPeers(bench), false)}

Measured elsewhere in the same way, because their packages hold no deployable code:

${table(ELSEWHERE, false)}

Sablier's newer packages, lockup 4.0.1 and flow 3.0.1, do hold deployable code, but depend on a package that only git serves, which a lock file of the registry's cannot hold.

## Every call

${table(linesOfCalls(bench))}

Deployment: ${grouped(bench.deployment.simulator)} gas, ${grouped(bench.deployment.polygon)} on Polygon; ${grouped(BigInt(bench.codeSize))} of 24 576 bytes.

## Batches

${table(linesOfBatches(bench))}

One transaction may use 2^24 gas. That settles, of completed rentals at once:

| | rentals |
|---|---:|
${[...bench.largestBatch].map(([what, count]) => `| ${what} | ${grouped(BigInt(count))} |`).join("\n")}

A receiver that burns all of its gas takes another 300 000 and a credit. The SDK's \`settleMany\` sends ${LARGEST_BATCH} at a time, and halves what does not fit.

## Targets

By the simulator's schedule, in the token, without a bond.

| | target | measured | |
|---|---:|---:|---|
${targets(bench)}

What is left is storage, token, event and calldata, which the rules fix, and about 7 000 gas per settlement for decoding, hashing and arithmetic. Hashing the calldata as it stands would save about 550 of it, and 150 more would come
from dropping the checked subtraction of what was refunded; [decisions.md](decisions.md) says why neither is done.

## Growth

The same deposit and settlement before and after ${grouped(rentals)} rentals were deposited:

| | before | after |
|---|---:|---:|
| deposit | ${grouped(figure(before, "deposit").simulator)} | ${grouped(figure(after, "deposit").simulator)} |
| settle | ${grouped(figure(before, "settle").simulator)} | ${grouped(figure(after, "settle").simulator)} |

A deposit's calldata holds a signature, whose zero bytes differ by chance: 12 gas each.

## In dollars

An instant rental, deposit and settlement together, ${grouped(life.polygon)} gas on Polygon:

| gas price | ${POL_CENTS.map((cents) => `POL at $${dollars(cents, 2)}`).join(" | ")} |
|---|${POL_CENTS.map(() => "---:|").join("")}
${GWEI.map((gwei) => `| ${gwei} gwei | ${POL_CENTS.map((cents) => `$${price(life, gwei, cents)}`).join(" | ")} |`).join("\n")}
`
}

function table(lines: readonly Line[], withNative = true): string {
  const show = (gas: Gas | undefined) => (gas ? [grouped(gas.simulator), grouped(gas.polygon)] : ["", ""])
  const head = withNative
    ? "| | ERC-20 | ERC-20, Polygon | native | native, Polygon |\n|---|---:|---:|---:|---:|"
    : "| | simulator | Polygon |\n|---|---:|---:|"
  const rows = lines.map(({ what, token, native }) => [what, ...show(token), ...(withNative ? show(native) : [])])
  return [head, ...rows.map((cells) => `| ${cells.join(" | ")} |`)].join("\n")
}

function targets(bench: Bench): string {
  const lines = [...linesOfCalls(bench), ...linesOfLives(bench), ...linesOfBatches(bench)]
  const rows = Object.entries(TARGETS).map(([what, target]) => {
    const measured = lines.find((line) => line.what === what)?.token?.simulator ?? 0n
    const verdict = measured <= target ? "met" : `${grouped(measured - target)} above`
    return `| ${what} | ${grouped(target)} | ${grouped(measured)} | ${verdict} |`
  })
  const size = BigInt(bench.codeSize)
  return [...rows, `| bytes of code | 24 576 | ${grouped(size)} | ${size <= 24_576n ? "met" : "too large"} |`].join(
    "\n",
  )
}

function price({ polygon }: Gas, gwei: bigint, cents: bigint): string {
  // Gas × gwei × cents: in 10^-11 dollars, shown to a hundredth of a cent.
  return dollars((polygon * gwei * cents) / 10n ** 7n, 4)
}

function dollars(units: bigint, decimals: number): string {
  const text = String(units).padStart(decimals + 1, "0")
  return `${text.slice(0, -decimals)}.${text.slice(-decimals)}`
}
