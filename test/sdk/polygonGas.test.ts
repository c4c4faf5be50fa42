import { polygonGas } from "@gpuflow/escrow/plan"
import { expect } from "chai"
import { encodeFunctionData } from "viem"
import { compile } from "../../evidence/bench/gas/compile.ts"
import { openMeter } from "../../evidence/bench/gas/meter.ts"

/** A trace whose last step leaves `left` gas. */
const steps = (left: number, ...costs: [op: string, gasCost: number][]) => [
  ...costs.map(([op, gasCost]) => ({ op, gas: 1_000_000, gasCost })),
  { op: "STOP", gas: left, gasCost: 0 },
]

describe("SDK: polygonGas", () => {
  it("default: adds what a slot's first touch costs more, whether it is read or written first", () => {
    const trace = steps(
      950_000,
      ["SLOAD", 2_100],
      ["SLOAD", 100],
      ["SSTORE", 22_100],
      ["SSTORE", 5_000],
      ["SSTORE", 2_200],
    )

    const gas = polygonGas({ gas: 1_000_000n, gasUsed: 50_000n, steps: trace })

    expect(gas, "one cold load, three cold stores").to.equal(50_000n + 3_360n + 3n * 840n)
  })

  it("behavior: leaves warm slots and other operations of the same cost alone", () => {
    const trace = steps(
      950_000,
      ["SSTORE", 20_000],
      ["SSTORE", 2_900],
      ["SSTORE", 100],
      ["CALL", 2_100],
      ["TSTORE", 100],
    )

    expect(polygonGas({ gas: 1_000_000n, gasUsed: 50_000n, steps: trace }), "gas").to.equal(50_000n)
  })

  it("behavior: takes back what an emptied slot gives less", () => {
    const trace = steps(940_400, ["SSTORE", 5_000], ["SSTORE", 5_000])

    // Of 59 600 gas 9 600 came back, for two slots.
    const gas = polygonGas({ gas: 1_000_000n, gasUsed: 50_000n, steps: trace })
    expect(gas, "gas").to.equal(50_000n + 2n * 840n + 2n * 840n)
  })

  it("behavior: a plain transfer of coins has no steps and costs the same", () => {
    expect(polygonGas({ gas: 21_000n, gasUsed: 21_000n, steps: [] }), "gas").to.equal(21_000n)
  })

  it("behavior: of a real token transfer, exactly two first reads cost more", async () => {
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

    expect(polygon - simulator, "two balances, read before they are written").to.equal(2n * 3_360n)
    await chain.close()
  })
})
