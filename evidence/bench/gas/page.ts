import { grouped } from "../../../scripts/support/numbers.ts"
import { markdownTable } from "../../../scripts/support/pages.ts"
import { LARGEST_BATCH } from "../../../sdk/core/requests/settleMany.ts"
import {
  AUTHORIZE,
  ELSEWHERE,
  type Line,
  type LineElsewhere,
  linesOfBatches,
  linesOfCalls,
  linesOfLives,
  linesOfPeers,
  linesOfWays,
  TARGETS,
  TARGETS_WITH_LISTS,
} from "./figures.ts"
import { figure, livesOf, type Measurements } from "./measurements.ts"
import { type Gas, NOTHING } from "./meter.ts"

/** Gas prices in gwei: the lowest tip that Polygon's nodes accept, and busier days. */
const GWEI = [30n, 100n, 300n]
/** Dollars per POL, in cents. */
const POL_CENTS = [10n, 25n, 50n]
/** What EIP-170 allows. */
const CODE_LIMIT = 24_576

/** The whole of docs/gas.md: every figure comes from the measurements. */
export function gasPage(measurements: Measurements): string {
  const life = figure(livesOf(measurements.coins["ERC-20"].calls), "instant: deposit + settle")
  const { before, after, rentals } = measurements.growth
  const growth = ["deposit", "settle"].map((call) => [
    call,
    grouped(figure(before, call).simulator),
    grouped(figure(after, call).simulator),
  ])
  const costs = GWEI.map((gwei) => [`${gwei} gwei`, ...POL_CENTS.map((cents) => `$${price(life, gwei, cents)}`)])
  return `# Gas

\`npm run bench\` writes this page. It measures everything again in about a minute, with identical results.

- Figures are for whole transactions, including intrinsic gas and calldata.
- The contracts are the production build, in the steady state: every account has coins, every slot that a used escrow fills
  is filled, and allowances are given.
- The token is OpenZeppelin's with 6 decimals, built for speed (1 000 000 runs, IR). The rental costs 0.65 dollars an hour.

There are two gas schedules: the simulator's, which is Ethereum's, and **Polygon's since PIP-88**, where the first read of a
slot costs 5 460 instead of 2 100. \`polygonGas\`, which the SDK exports, computes the second from each transaction's trace.
"With list" is Polygon's schedule for the same transaction with an access list (EIP-2930) of everything that it touches, or
without one where that is cheaper.

![Gas of one escrowed payment, in this escrow and in others](gas.svg)

## Rentals from deposit to settlement

${coinTable("rental", linesOfLives(measurements))}

## Comparison

Each row is one payment of an ERC-20 token from the payer to the payee.

- The plain transfer and the floor are bounds, not escrows: the floor keeps one slot per payment, and has no signature, clock
  or event.
- Sablier is deployed in the same process from its own package's artifacts, with a 10 % broker fee.

${tokenTable(linesOfPeers(measurements))}

These were measured elsewhere in the same way, because their packages contain no deployable code. A figure with "≤" is an upper
bound: it counts some writes to existing slots up to 840 too high.

${table(["system", "simulator", "Polygon"], ELSEWHERE.map(cellsElsewhere))}

Sablier's newer packages, lockup 4.0.1 and flow 3.0.1, contain deployable code. They depend on a package that is only in git,
which a registry lock file cannot hold.

## Ways to pay

These are single transactions in a token with permits and authorizations, OpenZeppelin's as well. A relayer or a keeper sends
those of the [router and of the mandate contract](periphery.md), and gets a cent.

${tokenTable(linesOfWays(measurements), "way")}

- A mandate's first execution fills the slot of its counter.
- A permit is signed for exactly the amount, and the allowance is 0 before.

${contractsAround(measurements)}

This is what a purchase by ERC-3009 without a fee consists of, by the simulator's schedule:

${table(["part", "gas"], partsOfPurchase(measurements))}

${authorizeElsewhere(measurements)}

## Every call

${coinTable("call", linesOfCalls(measurements))}

Deployment: ${grouped(measurements.deployment.simulator)} gas, ${grouped(measurements.deployment.polygon)} on Polygon; ${grouped(measurements.codeSize)} of ${grouped(CODE_LIMIT)} bytes.

## Batches

${coinTable("call", linesOfBatches(measurements))}

A transaction can use 2^24 gas. This is how many completed rentals one transaction settles:

${table(["payees", "rentals"], largestBatches(measurements))}

A receiver that burns all of its gas costs another 300 000 and a credit. The SDK's \`settleMany\` sends ${LARGEST_BATCH} at a time, and
halves a batch that does not fit.

## Targets

Targets are in the token, without a bond.

${table(["call or rental", "target", "measured", "result"], targets(measurements), ["target", "measured"])}

The rest is storage, token, event and calldata, which the rules fix, and about 7 000 gas per settlement for decoding, hashing
and arithmetic. Hashing the calldata directly would save about 550 gas, and dropping the checked subtraction of refunded
seconds 150. [decisions.md](decisions.md) says why neither is done.

## Growth

This is the same deposit and settlement before and after ${grouped(rentals)} rentals were deposited:

${table(["call", "before", "after"], growth)}

A deposit's calldata contains a signature. Its number of zero bytes varies at random, by 12 gas each.

## Cost in dollars

An instant rental, deposit and settlement together, takes ${grouped(life.polygon)} gas on Polygon:

${table(["gas price", ...POL_CENTS.map((cents) => `POL at $${dollars(cents, 2)}`)], costs)}
`
}

/** A table in Markdown whose columns align to the right, from the second on unless `right` names others. */
function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = head.slice(1),
): string {
  return markdownTable(head, rows, right).join("\n")
}

function coinTable(name: string, lines: readonly Line[]): string {
  const rows = lines.map(({ what, token, native }) => [what, ...figuresOf(token), ...figuresOf(native)])
  return table([name, ...columns("ERC-20"), ...columns("native")], rows)
}

function tokenTable(lines: readonly Line[], name = "system"): string {
  const rows = lines.map(({ what, token }) => [what, ...figuresOf(token)])
  return table([name, "simulator", "Polygon", "Polygon, with list"], rows)
}

function columns(coin: string): string[] {
  return [coin, `${coin}, Polygon`, `${coin}, with list`]
}

function figuresOf(gas: Gas | undefined): string[] {
  return gas ? [grouped(gas.simulator), grouped(gas.polygon), grouped(gas.listed)] : ["", "", ""]
}

function cellsElsewhere({ what, token, isPolygonAtMost }: LineElsewhere): string[] {
  return [what, grouped(token.simulator), `${isPolygonAtMost ? "≤ " : ""}${grouped(token.polygon)}`]
}

function contractsAround({ ways }: Measurements): string {
  return ways.contracts
    .map(
      ({ name, deployment, size }) =>
        `${name}: ${grouped(deployment.simulator)} gas to deploy, ${grouped(size)} bytes.`,
    )
    .join(" ")
}

/** The purchase that the page takes apart. */
const SIGNED = "rent: router, ERC-3009, without a fee"
/** What every transaction costs. */
const TRANSACTION = 21_000n

function partsOfPurchase({ ways }: Measurements): string[][] {
  const { figures, calldata } = ways
  const gasOf = (name: string) => figure(figures, name).simulator
  const dataOf = (name: string) => calldata.get(name) ?? 0n
  const [direct, alone] = ["rent: allowance", "receiveWithAuthorization alone"]
  const [whole, deposit, added] = [gasOf(SIGNED), gasOf(direct), dataOf(SIGNED) - dataOf(direct)]
  const token = gasOf(alone) - TRANSACTION - dataOf(alone)
  return [
    ["a deposit with an allowance", grouped(deposit)],
    ["the payer's part of the calldata", grouped(added)],
    ["the authorization in the token: a nonce's new slot, a signature, a transfer", grouped(token)],
    ["the router: market, state, digest, approval, event, and what is left", grouped(whole - deposit - added - token)],
    ["together", grouped(whole)],
  ]
}

/** The difference to another escrow's deposit by authorization, by unit of work. */
function authorizeElsewhere({ ways }: Measurements): string {
  const gasOf = (name: string) => figure(ways.figures, name).simulator
  const [deposit, purchase] = [gasOf("rent: allowance"), gasOf(SIGNED)]
  return `base/commerce-payments takes ${grouped(AUTHORIZE.authorization)} for \`authorize\` with an ERC-3009 authorization, ${grouped(purchase - AUTHORIZE.authorization)} less than this purchase, and
${grouped(AUTHORIZE.preApproved)} for one that was approved before, ${grouped(AUTHORIZE.preApproved - deposit)} more than this deposit. Both were measured elsewhere, with solady's token, which
is cheaper. Signing adds ${grouped(AUTHORIZE.authorization - AUTHORIZE.preApproved)} there and ${grouped(purchase - deposit)} here. The difference is the router's own work. It asks the escrow about the
market and the rental, so that it can extend a rental that somebody took first. It computes the prices of this moment and the
digest of all orders. It approves the escrow, which pulls, instead of passing the coins on. It gives the rest back, and checks
that neither a coin nor an allowance is left.`
}

function largestBatches({ largestBatch }: Measurements): string[][] {
  return [...largestBatch].map(([what, count]) => [what, grouped(count)])
}

function targets(measurements: Measurements): string[][] {
  const lines = [...linesOfCalls(measurements), ...linesOfLives(measurements), ...linesOfBatches(measurements)]
  const measured = (what: string) => lines.find((line) => line.what === what)?.token ?? NOTHING
  const row = (what: string, target: bigint, gas: bigint) => {
    return [what, grouped(target), grouped(gas), gas <= target ? "met" : `${grouped(gas - target)} above`]
  }
  const rows = [
    ...Object.entries(TARGETS).map(([what, target]) => row(`${what}, simulator`, target, measured(what).simulator)),
    ...Object.entries(TARGETS_WITH_LISTS).map(([what, target]) => {
      return row(`${what}, Polygon with list`, target, measured(what).listed)
    }),
  ]
  const size = measurements.codeSize
  return [...rows, ["bytes of code", grouped(CODE_LIMIT), grouped(size), size <= CODE_LIMIT ? "met" : "too large"]]
}

function price({ polygon }: Gas, gwei: bigint, cents: bigint): string {
  // Gas × gwei × cents is in 10^-11 dollars, and is shown to a hundredth of a cent.
  return dollars((polygon * gwei * cents) / 10n ** 7n, 4)
}

function dollars(units: bigint, decimals: number): string {
  const text = String(units).padStart(decimals + 1, "0")
  return `${text.slice(0, -decimals)}.${text.slice(-decimals)}`
}
