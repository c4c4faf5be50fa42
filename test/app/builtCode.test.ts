// How the page compares a contract's code with its build, against contracts that were really deployed.
import { escrowBytecode, escrowRuntimeCode } from "@gpuflow/escrow/bytecode"
import {
  mandateBytecode,
  mandateRuntimeCode,
  routerBytecode,
  routerRuntimeCode,
} from "@gpuflow/escrow/bytecode/periphery"
import { PERMIT2 } from "@gpuflow/escrow/router"
import { startEscrow, type TestEscrow } from "@gpuflow/escrow/testing"
import { expect } from "chai"
import type { Address, Hex } from "viem"

import { type BuiltContract, compareCode } from "../../app/src/pages/verify/builtCode.ts"

describe("the page: a contract's code beside its build", () => {
  let chain: TestEscrow
  before(async () => {
    chain = await startEscrow()
  })
  after(() => chain.stop())

  const builtOf = (): readonly (BuiltContract & { readonly address: Address })[] => {
    const { escrow, router, mandate } = chain
    return [
      { name: "RentalEscrow", address: escrow, creation: escrowBytecode, runtime: escrowRuntimeCode, named: [] },
      {
        ...{ name: "RentalRouter", address: router, creation: routerBytecode, runtime: routerRuntimeCode },
        named: [escrow, PERMIT2],
      },
      {
        ...{ name: "RentalMandate", address: mandate, creation: mandateBytecode, runtime: mandateRuntimeCode },
        named: [escrow],
      },
    ]
  }
  const codeOf = async (address: Address): Promise<Hex> => (await chain.client.getCode({ address })) ?? "0x"

  it("is the same for each contract of a deployment", async () => {
    for (const { address, ...built } of builtOf()) {
      const where = { chainId: chain.chainId, address }
      expect(compareCode(await codeOf(address), built, where), built.name).to.equal("same")
    }
  })

  it("differs with any changed byte, a missing one, and one more", async () => {
    for (const { address, ...built } of builtOf()) {
      const where = { chainId: chain.chainId, address }
      const code = await codeOf(address)
      for (const at of [0, 1, 500, code.length / 2 - 2]) {
        const place = 2 + 2 * at
        const byte = code.slice(place, place + 2) === "00" ? "01" : "00"
        const changed: Hex = `0x${code.slice(2, place)}${byte}${code.slice(place + 2)}`
        expect(compareCode(changed, built, where), `${built.name}, byte ${at}`).to.equal("other")
      }
      expect(compareCode(`0x${code.slice(4)}`, built, where), "one less").to.equal("other")
      expect(compareCode(`${code}00`, built, where), "one more").to.equal("other")
    }
    const [first] = builtOf()
    const nowhere = { chainId: chain.chainId, address: chain.accounts.stranger.address }
    if (first) expect(compareCode(undefined, first, nowhere)).to.equal("none")
  })

  it("tells a deployment's own words that are not its own", async () => {
    for (const { address, ...built } of builtOf()) {
      const code = await codeOf(address)
      const other = { chainId: chain.chainId + 1, address }
      expect(compareCode(code, built, other), `${built.name} of another chain`).to.equal("words")
      const elsewhere = { chainId: chain.chainId, address: chain.accounts.stranger.address }
      expect(compareCode(code, built, elsewhere), `${built.name} elsewhere`).to.equal("words")
      if (built.named.length === 0) continue
      const foreign = { ...built, named: built.named.map(() => chain.accounts.stranger.address) }
      expect(compareCode(code, foreign, { chainId: chain.chainId, address }), `${built.name}'s escrow`).to.equal(
        "words",
      )
    }
  })
})
