// What the page says that the network takes, beside what it takes.
import { readFileSync } from "node:fs"

import { planDeposit } from "@gpuflow/escrow/plan"
import type { PreparedRequest } from "@gpuflow/escrow/requests"
import { startEscrow, type TestEscrow } from "@gpuflow/escrow/testing"
import { expect } from "chai"

import {
  callsToEstimate,
  type GasStep,
  gasInAll,
  gasOfPaying,
  gasOfSteps,
  MEASURED,
  MEASURED_SETTLE,
  type Paying,
} from "../../app/src/transactions/networkGas.ts"

const PAYING: Paying = { verb: "deposit", isNative: false, hasBond: false }
const call = (data: `0x${string}`): PreparedRequest => ({ to: `0x${"11".repeat(20)}`, data, value: 0n })
const [approval, payment, settlement] = [call("0x01"), call("0x02"), call("0x03")]

describe("the page: the gas of a plan", () => {
  it("has the figures of docs/gas.md", () => {
    const page = readFileSync(new URL("../../docs/gas.md", import.meta.url), "utf8")
    const cell = (row: string, place: number) => {
      const cells =
        page
          .split("\n")
          .find((line) => line.startsWith(`| ${row} |`))
          ?.split("|") ?? []
      return BigInt(String(cells[place]).replaceAll(" ", ""))
    }
    const [onPolygon, native, way] = [3, 6, 3]
    const { deposit, extend, dispute } = MEASURED
    expect(deposit.direct, "deposit").to.equal(cell("deposit, instant", onPolygon))
    expect(deposit.native, "native deposit").to.equal(cell("deposit, instant", native))
    expect(deposit.permit, "deposit with a permit").to.equal(cell("rent: EIP-2612 permit", way))
    expect(deposit.bond, "bond").to.equal(cell("deposit, with a bond", onPolygon) - deposit.direct)
    expect(extend.direct, "extension").to.equal(cell("extend", onPolygon))
    expect(extend.native, "native extension").to.equal(cell("extend", native))
    expect(extend.permit, "extension with a permit").to.equal(cell("extend: EIP-2612 permit", way))
    expect(extend.bond, "bond of an extension").to.equal(cell("extend, raising the bond", onPolygon) - extend.direct)
    expect(dispute.direct, "dispute").to.equal(cell("dispute", onPolygon))
    expect(dispute.native, "native dispute").to.equal(cell("dispute", native))
    expect(MEASURED_SETTLE, "settlement").to.equal(cell("settle, no-show", onPolygon))
  })

  it("has the node estimate the first call and every approval, and nothing that waits for a step before it", () => {
    const estimated = (...steps: GasStep[]) => callsToEstimate(steps)
    expect(estimated({ kind: "deposit", request: payment }), "alone").to.deep.equal([payment])
    expect(estimated({ kind: "permit" }, { kind: "deposit", request: payment }), "after a permit").to.deep.equal([])
    expect(
      estimated({ kind: "approve", request: approval }, { kind: "deposit", request: payment }),
      "after an approval",
    ).to.deep.equal([approval])
    expect(estimated({ kind: "batch", requests: [approval, payment] }), "in a batch").to.deep.equal([approval])
    expect(
      estimated({ kind: "settle", request: settlement }, { kind: "deposit", request: payment }),
      "after a settlement",
    ).to.deep.equal([settlement])
    expect(estimated({ kind: "sign" }, { kind: "relay" }), "by a relayer").to.deep.equal([])
  })

  it("adds estimates and measures up, and says which it is", () => {
    const steps = [
      { kind: "approve", request: approval },
      { kind: "deposit", request: payment },
    ]
    const found = gasOfSteps(steps, { ...PAYING, hasBond: true }, new Map([[approval, 46_000n]]))
    const deposit = gasOfPaying({ ...PAYING, hasBond: true })
    expect(found).to.deep.equal([
      { gas: 46_000n, isEstimated: true },
      { gas: deposit, isEstimated: false },
    ])
    expect(gasInAll(steps, found)).to.deep.equal({ gas: 46_000n + deposit, isEstimated: false })
    const alone = steps.slice(1)
    const known = gasOfSteps(alone, PAYING, new Map([[payment, 99_000n]]))
    expect(gasInAll(alone, known), "the node's alone").to.deep.equal({ gas: 99_000n, isEstimated: true })
    expect(gasInAll(steps, gasOfSteps(steps, PAYING, new Map())), "an approval that it refuses").to.equal(undefined)
    expect(gasInAll([{ kind: "sign" }], gasOfSteps([{ kind: "sign" }], PAYING, new Map()))).to.deep.equal({
      gas: 0n,
      isEstimated: true,
    })
  })

  describe("of real plans", () => {
    let chain: TestEscrow
    before(async () => {
      chain = await startEscrow()
    })
    after(() => chain.stop())

    it("is what their transactions take, within a quarter", async () => {
      const { client, escrow, wallets, accounts } = chain
      const { offer, signature: hostSignature } = await chain.rental("offered", { startWindow: 0n })
      const rental = { offer, renter: accounts.renter.address, salt: `0x${"07".repeat(32)}` } as const
      const duration = offer.maxDuration / 2n
      const accept = ["commitment", "challengeWindow", "startWindow"] as const
      const terms = { escrow, rental, duration, hostSignature, accept, without: ["batch", "permit"] } as const
      const { steps } = await planDeposit(wallets.renter, terms)
      const calls = callsToEstimate(steps)
      expect(steps.map(({ kind }) => kind)).to.deep.equal(["approve", "deposit"])
      const gas = await Promise.all(
        calls.map(({ to, data }) => client.estimateGas({ to, data, account: accounts.renter.address })),
      )
      const estimates = new Map(calls.map((one, index) => [one, gas[index] ?? 0n]))
      const expected = gasOfSteps(steps, { ...PAYING, hasBond: offer.bond > 0n }, estimates)
      for (const [index, step] of steps.entries()) {
        if (!("request" in step)) continue
        const { to, data, value } = step.request
        const hash = await wallets.renter.sendTransaction({ to, data, value })
        const { gasUsed } = await client.waitForTransactionReceipt({ hash })
        const shown = Number(expected[index]?.gas ?? 0n)
        expect(Math.abs(shown / Number(gasUsed) - 1), `${step.kind}: ${shown} beside ${gasUsed}`).to.be.below(0.25)
      }
    })
  })
})
