import { expect } from "chai"

import { encodeFunctionData, type Hex, numberToHex } from "viem"
import { accessListOf, type StackStep } from "../../evidence/bench/gas/accessList.ts"
import { compile } from "../../evidence/bench/gas/compile.ts"
import { regressions } from "../../evidence/bench/gas/figures.ts"
import { openMeter } from "../../evidence/bench/gas/meter.ts"

describe("The gas snapshot", () => {
  const before = { settle: 60_000, stop: 75_000 }

  it("accepts what costs a hundredth more, and names what costs above", () => {
    expect(regressions({ settle: 60_600, stop: 75_000 }, before)).to.deep.equal([])
    expect(regressions({ settle: 60_601, stop: 75_000 }, before)).to.deep.equal(["settle: 60000 -> 60601"])
  })

  it("says nothing of a call that the snapshot does not know", () => {
    expect(regressions({ extend: 1 }, before)).to.deep.equal([])
  })
})

describe("The bench's access lists", () => {
  const account = (digit: string): Hex => `0x${digit.repeat(40)}`
  const slot = (value: bigint): Hex => numberToHex(value, { size: 32 })
  const [from, to, token, library] = [account("1"), account("2"), account("3"), account("4")]
  const step = (depth: number, op: string, ...stack: Hex[]): StackStep => ({ depth, op, stack })

  it("names each slot under the account whose storage it is, and no account that is warm anyway", () => {
    const steps = [
      step(1, "SLOAD", "0x7"),
      step(1, "STATICCALL", "0x0", token, "0xffff"),
      step(2, "SLOAD", "0x1"),
      step(2, "RETURN"),
      step(1, "SSTORE", "0x9", "0x7"),
      step(1, "DELEGATECALL", "0x0", library, "0xffff"),
      step(2, "SSTORE", "0x9", "0x8"),
      step(2, "CALL", "0x0", token, "0xffff"),
      step(3, "SSTORE", "0x0", "0x2"),
      step(3, "RETURN"),
      step(2, "RETURN"),
      step(1, "STATICCALL", "0x0", "0x1", "0xffff"),
      step(1, "BALANCE", from),
      step(1, "EXTCODESIZE", account("5")),
      step(1, "SLOAD", "0x8"),
    ]

    expect(accessListOf(steps, { from, to })).to.deep.equal([
      { address: to, storageKeys: [slot(7n), slot(8n)] },
      { address: token, storageKeys: [slot(1n), slot(2n)] },
      { address: library, storageKeys: [] },
      { address: account("5"), storageKeys: [] },
    ])
  })

  it("save 3 460 for each slot that would be read cold, and cost 2 400 for the receiver", async () => {
    const chain = await openMeter()
    const { abi, bytecode } = compile("BenchToken")
    const { address } = await chain.account("owner")
    const [contract] = await chain.deploy(address, { abi, bytecode }, [])
    const payee = (await chain.account("payee")).address
    const call = (functionName: string, receiver: string) => {
      return encodeFunctionData({ abi, functionName, args: [receiver, 7n] })
    }
    for (const receiver of [address, payee]) await chain.act(address, contract, call("mint", receiver))

    const transfer = await chain.measure(address, contract, call("transfer", payee))
    const approval = await chain.measure(address, contract, call("approve", payee))

    expect(transfer.polygon - transfer.listed, "a transfer").to.equal(2n * 3_460n - 2_400n)
    expect(approval.listed, "a write alone does not pay").to.equal(approval.polygon)
    await chain.close()
  })
})
