// Plays lives on chain and in the model until they differ or enough have been lived.
import { calldata, type Step } from "./calls.ts"
import { difference, firstDifferentSight } from "./compare.ts"
import type { ChainLog, Contracts, World } from "./contracts.ts"
import { Lives, predict } from "./lives.ts"
import { RULES } from "./model.ts"
import type { Terms } from "./terms.ts"

/** Looks on, after each block of all worlds, at what every call logged. */
export type Watch = (
  at: bigint,
  scenes: readonly { readonly world: World; readonly verb: string; readonly logs: readonly ChainLog[] }[],
) => void

export type Report = {
  readonly lives: number
  readonly calls: number
  readonly refused: number
  readonly checked: Readonly<Record<string, number>>
}

/** A contract that does something else than the model says. */
class DifferenceError extends Error {
  override readonly name = "DifferenceError"
}

/** Lives at least `lives` rentals from deposit to close; throws at the first difference, with the whole story. */
export async function run(
  contracts: Contracts,
  { lives: wanted, seed, watch }: { lives: number; seed: bigint; watch?: Watch },
): Promise<Report> {
  await contracts.rewind()
  const lives = new Lives(contracts, seed)
  const stories: Step[][] = contracts.worlds.map(() => [])
  const checked: Record<string, number> = {}
  let calls = 0
  let refused = 0
  let block = lives.open()
  while (true) {
    const played = await contracts.play(block.at, block.scenes)
    for (const [i, scene] of block.scenes.entries()) {
      const { world, step, prediction } = scene
      stories[world.index]?.push(step)
      const actual = played[i]
      if (actual === undefined || difference(prediction, actual) !== undefined) {
        const story = stories[world.index] ?? []
        throw new DifferenceError(await explain(contracts, { index: world.index, seed, story }))
      }
      calls += 1
      if (!prediction.outcome.ok) refused += 1
      count(checked, scene.step, prediction.outcome)
    }
    watch?.(
      block.at,
      block.scenes.map(({ world, step }, i) => ({ world, verb: step.call.verb, logs: played[i]?.logs ?? [] })),
    )
    if (lives.born >= wanted && lives.allClosed) return { lives: lives.born, calls, refused, checked }
    block = lives.next()
  }
}

function count(
  checked: Record<string, number>,
  step: Step,
  outcome: Parameters<typeof difference>[0]["outcome"],
): void {
  const add = (name: string) => {
    checked[name] = (checked[name] ?? 0) + 1
  }
  if (!outcome.ok) {
    const [only, ...others] = outcome.errors.values()
    const error = only?.split("(")[0]
    add(others.length === 0 ? `error ${error}` : "error, one of several")
    if (others.length === 0) for (const rule of outcome.rules) if (RULES[rule] === error) add(`rule ${rule}`)
    return
  }
  add(step.call.verb)
  for (const rule of outcome.rules) if (RULES[rule] === "success") add(`rule ${rule}`)
  for (const log of outcome.logs) {
    const event = log.signature.split("(")[0]
    add(`event ${event}`)
    if (event === "Closed") add(`closed for reason ${BigInt(`0x${log.wire.split(":")[2]?.slice(0, 64)}`)}`)
  }
  if (outcome.credited.length > 0) add("event Credited")
}

type Story = { index: number; seed: bigint; story: readonly Step[] }

/** Replays the world alone, leaves out every step that is not needed for the difference, and tells what is left. */
async function explain(contracts: Contracts, { index, seed, story }: Story): Promise<string> {
  const rerun = (steps: readonly Step[]) => replay(contracts, index, steps)
  let shortest = [...story]
  let found = await rerun(shortest)
  if (found === undefined) return `seed ${seed}, world ${index}: differs among the other worlds, not alone`
  const until = Date.now() + 30_000
  for (let size = shortest.length >> 1; size >= 1 && Date.now() < until; size >>= 1) {
    for (let from = 0; from < shortest.length && Date.now() < until; ) {
      const without = [...shortest.slice(0, from), ...shortest.slice(from + size)]
      const again = await rerun(without)
      if (again === undefined) from += size
      else {
        shortest = without.slice(0, again.step + 1)
        found = again
      }
    }
  }
  const lines = shortest.map((step, i) => `${i + 1}. ${tell(step)}`)
  const terms = new Map(shortest.flatMap(({ rentals }) => rentals.map((rental) => [rental.id, rental])))
  return [
    `seed ${seed}, world ${index}: ${found.what}`,
    ...lines,
    ...[...terms.values()].map(describe),
    `calldata of the last step: 0x${calldata(shortest.at(-1)?.call ?? { verb: "look", token: "0x" })}`,
  ].join("\n")
}

async function replay(
  contracts: Contracts,
  index: number,
  steps: readonly Step[],
): Promise<{ step: number; what: string } | undefined> {
  await contracts.rewind()
  const world = contracts.worlds[index]
  if (world === undefined) return undefined
  for (const [i, step] of steps.entries()) {
    const prediction = predict(world, step, contracts.nextBlock)
    const [played] = await contracts.play(step.at, [{ world, step }])
    if (played === undefined) continue
    const what = difference(prediction, played)
    if (what === undefined) continue
    const seen = prediction.seen === played.seen ? "" : `; ${firstDifferentSight(world.model, step, played.seen)}`
    return { step: i, what: what + seen }
  }
  return undefined
}

function tell({ at, caller, value, call }: Step): string {
  const { verb, ...given } = call
  const details = Object.entries(given).map(([name, argument]) => `${name} ${show(argument)}`)
  return `at ${at} ${caller} ${verb}${value > 0n ? ` with ${value}` : ""} ${details.join(", ")}`
}

function show(argument: unknown): string {
  if (Array.isArray(argument)) return `[${argument.map(show).join(" ")}]`
  if (isTerms(argument)) return argument.id.slice(0, 8)
  if (typeof argument === "object" && argument !== null) return show(Object.values(argument))
  return String(argument)
}

const isTerms = (value: unknown): value is Terms => typeof value === "object" && value !== null && "offerHash" in value

function describe({ id, offer, renter, salt }: Terms): string {
  const fields = Object.entries(offer).map(([name, value]) => `${name} ${value}`)
  return `rental ${id.slice(0, 8)}: ${[`renter ${renter}`, `salt ${salt}`, ...fields].join(", ")}`
}
