import { polygonGas, type TraceStep } from "@gpuflow/escrow/testing"
import { expect } from "chai"
import { encodeFunctionData, type Hex, hexToBigInt, numberToHex } from "viem"
import { compile } from "../../evidence/bench/gas/compile.ts"
import { openMeter } from "../../evidence/bench/gas/meter.ts"
import { deployed, networkHelpers, provider } from "../support/sharedChain.ts"

const SUBJECT = `0x${"aa".repeat(20)}` as const
const INNER = `0x${"bb".repeat(20)}` as const
const GAS = 1_000_000n

/** A trace whose last step leaves `left` gas. */
const steps = (left: number, ...costs: [op: string, gasCost: number][]): TraceStep[] => [
  ...costs.map(([op, gasCost]) => ({ op, gas: 1_000_000, gasCost, depth: 1 })),
  { op: "STOP", gas: left, gasCost: 0, depth: 1 },
]

const byte = (value: number) => value.toString(16).padStart(2, "0")
/** 6 gas and the store. */
const write = (slot: number, value: number) => `60${byte(value)}60${byte(slot)}55`
/** 5 gas and the load. */
const read = (slot: number) => `60${byte(slot)}5450`
/** Two small pushes and REVERT: 4 gas. */
const REVERT = "5f5ffd"
/** Five small pushes, the address and GAS, the call of an account that was not touched (2 600), and POP: 2 617 gas. */
const CALL_INNER = `5f5f5f5f5f73${INNER.slice(2)}5af150`

type Measured = { readonly simulator: bigint; readonly polygon: bigint }

/** Runs code on slots that hold 7, as a real transaction, and returns its gas without the intrinsic 21 000. */
async function run(code: string, { filled = [], inner }: { filled?: readonly number[]; inner?: string } = {}) {
  await networkHelpers.setCode(SUBJECT, `0x${code}00`)
  if (inner) await networkHelpers.setCode(INNER, `0x${inner}`)
  const word = numberToHex(7n, { size: 32 })
  for (const slot of filled) {
    for (const address of [SUBJECT, INNER]) {
      await provider.request({ method: "hardhat_setStorageAt", params: [address, numberToHex(slot), word] })
    }
  }
  const [from] = (await provider.request({ method: "eth_accounts" })) as Hex[]
  const call = { from, to: SUBJECT, gas: numberToHex(GAS) }
  const hash = await provider.request({ method: "eth_sendTransaction", params: [call] })
  const receipt = await provider.request({ method: "eth_getTransactionReceipt", params: [hash] })
  const options = { disableMemory: true, disableStack: true, disableStorage: true }
  const trace = await provider.request({ method: "debug_traceTransaction", params: [hash, options] })
  const gasUsed = hexToBigInt((receipt as { gasUsed: Hex }).gasUsed)
  const polygon = polygonGas({ gas: GAS, gasUsed, steps: (trace as { structLogs: TraceStep[] }).structLogs })
  return { simulator: gasUsed - 21_000n, polygon: polygon - 21_000n } satisfies Measured
}

describe("SDK: polygonGas", () => {
  it("default: adds what a slot's first access costs more, and takes off what a later write costs less", () => {
    const trace = steps(
      950_000,
      ["SLOAD", 2_100],
      ["SLOAD", 100],
      ["SSTORE", 22_100],
      ["SSTORE", 5_000],
      ["SSTORE", 2_900],
      ["SSTORE", 2_200],
    )

    const gas = polygonGas({ gas: GAS, gasUsed: 50_000n, steps: trace })

    expect(gas, "a load, a new slot, a change after an access, a write of the same").to.equal(
      50_000n + 3_360n + 840n - 840n + 840n,
    )
  })

  it("behavior: leaves other costs alone", () => {
    const trace = steps(
      950_000,
      ["SSTORE", 20_000],
      ["SSTORE", 5_000],
      ["SSTORE", 100],
      ["CALL", 2_100],
      ["CALL", 2_900],
      ["TSTORE", 100],
    )

    expect(polygonGas({ gas: GAS, gasUsed: 50_000n, steps: trace }), "gas").to.equal(50_000n)
  })

  it("behavior: leaves a refund alone that the steps do not count", () => {
    const trace = steps(940_400, ["SSTORE", 5_000], ["SSTORE", 5_000])

    expect(polygonGas({ gas: GAS, gasUsed: 50_000n, steps: trace }), "gas").to.equal(50_000n)
  })

  it("behavior: a plain transfer of coins has no steps and costs the same", () => {
    expect(polygonGas({ gas: 21_000n, gasUsed: 21_000n, steps: [] }), "gas").to.equal(21_000n)
  })

  describe("real transactions, case by case of Polygon's schedule", () => {
    const cases: Record<string, { code: string; filled?: readonly number[]; gas: bigint; simulator: bigint }> = {
      "a cold read costs 5 460": { code: read(1), gas: 5n + 5_460n, simulator: 5n + 2_100n },
      "a warm read costs 100": { code: read(1) + read(1), gas: 10n + 5_560n, simulator: 10n + 2_200n },
      "a cold change of an existing slot costs 5 000": {
        code: write(1, 9),
        filled: [1],
        gas: 6n + 5_000n,
        simulator: 6n + 5_000n,
      },
      "a warm change of an existing slot costs 2 060": {
        code: read(1) + write(1, 9),
        filled: [1],
        gas: 11n + 5_460n + 2_060n,
        simulator: 11n + 2_100n + 2_900n,
      },
      "a cold new slot costs 22 940": { code: write(1, 9), gas: 6n + 22_940n, simulator: 6n + 22_100n },
      "a warm new slot costs 20 000": {
        code: read(1) + write(1, 9),
        gas: 11n + 5_460n + 20_000n,
        simulator: 11n + 2_100n + 20_000n,
      },
      "a cold write that changes nothing costs 3 040": {
        code: write(1, 7),
        filled: [1],
        gas: 6n + 3_040n,
        simulator: 6n + 2_200n,
      },
      "a warm write that changes nothing costs 100": {
        code: read(1) + write(1, 7),
        filled: [1],
        gas: 11n + 5_460n + 100n,
        simulator: 11n + 2_100n + 100n,
      },
      "a second change costs 100": {
        code: write(1, 8) + write(1, 9),
        filled: [1],
        gas: 12n + 5_100n,
        simulator: 12n + 5_100n,
      },
      "an emptied slot refunds 3 960": {
        code: write(1, 0),
        filled: [1],
        gas: 6n + 5_000n - 3_960n,
        simulator: 6n + 5_000n - 4_800n,
      },
      "a slot emptied and filled again refunds nothing": {
        code: write(1, 0) + write(1, 9),
        filled: [1],
        gas: 12n + 5_100n,
        simulator: 12n + 5_100n,
      },
      "a slot that gets its value back refunds 1 960": {
        code: write(1, 9) + write(1, 7),
        filled: [1],
        gas: 12n + 5_100n - 1_960n,
        simulator: 12n + 5_100n - 2_800n,
      },
      "a slot emptied and restored refunds 1 960": {
        code: write(1, 0) + write(1, 7),
        filled: [1],
        gas: 12n + 5_100n - 1_960n,
        simulator: 12n + 5_100n - 2_800n,
      },
      "a refund is at most a fifth": {
        code: [1, 2, 3].map((slot) => write(slot, 0)).join(""),
        filled: [1, 2, 3],
        gas: 18n + 15_000n - (21_000n + 18n + 15_000n) / 5n,
        simulator: 18n + 15_000n - (21_000n + 18n + 15_000n) / 5n,
      },
      "a new slot that is emptied again refunds 19 900, at most a fifth": {
        code: write(1, 9) + write(1, 0),
        gas: 12n + 23_040n - (21_000n + 12n + 23_040n) / 5n,
        simulator: 12n + 22_200n - (21_000n + 12n + 22_200n) / 5n,
      },
    }
    for (const [name, { code, filled = [], ...expected }] of Object.entries(cases)) {
      it(`behavior: ${name}`, async () => {
        await networkHelpers.loadFixture(deployed)

        const { simulator, polygon } = await run(code, { filled })

        expect({ simulator, gas: polygon }, "gas").to.deep.equal(expected)
      })
    }

    it("behavior: a call that fails refunds nothing, one that succeeds does", async () => {
      await networkHelpers.loadFixture(deployed)
      const call = 2_617n

      const failing = await run(write(1, 0) + CALL_INNER, { filled: [1], inner: write(1, 0) + REVERT })
      const succeeding = await run(CALL_INNER + write(1, 0), { filled: [1], inner: `${write(1, 0)}00` })

      const refunds = (each: bigint, count: bigint, spent: bigint) => min(count * each, (21_000n + spent) / 5n)
      const [failed, both] = [call + 4n + 12n + 10_000n, call + 12n + 10_000n]
      expect(failing.polygon, "one slot").to.equal(failed - refunds(3_960n, 1n, failed))
      expect(failing.simulator, "one slot, simulator").to.equal(failed - refunds(4_800n, 1n, failed))
      expect(succeeding.polygon, "two slots").to.equal(both - refunds(3_960n, 2n, both))
      expect(succeeding.simulator, "two slots, simulator").to.equal(both - refunds(4_800n, 2n, both))
    })
  })

  it("behavior: a real token transfer reads two balances and then writes them", async () => {
    const chain = await openMeter()
    const { abi, bytecode } = compile("BenchToken")
    const { address } = await chain.account("owner")
    const [token] = await chain.deploy(address, { abi, bytecode }, [])
    const call = (functionName: string, to: string) => encodeFunctionData({ abi, functionName, args: [to, 7n] })
    const payee = (await chain.account("payee")).address
    await chain.act(address, token, call("mint", address))
    await chain.act(address, token, call("mint", payee))
    await chain.act(address, token, call("mint", address))

    const { simulator, polygon } = await chain.measure(address, token, call("transfer", payee))

    expect(polygon - simulator, "two cold reads, two warm writes").to.equal(2n * (3_360n - 840n))
    await chain.close()
  })
})

const min = (a: bigint, b: bigint) => (a < b ? a : b)
