import { escrowAbi } from "@gpuflow/escrow/abi"
import { expect } from "chai"
import { type AbiEvent, type AbiFunction, toEventSelector, toFunctionSelector } from "viem"
import { errorItem, signatureHash } from "../../sdk/core/parseAbi.ts"
import type { AbiParameter } from "../../sdk/core/port.ts"
import { codec as ethersCodec } from "../../sdk/ethers/ethersCodec.ts"
import * as items from "../../sdk/generated/abiItems.ts"
import { revertErrors } from "../../sdk/generated/revertErrors.ts"
import { codec } from "../../sdk/viem/viemCodec.ts"

const { constructorParameters, eventItems, ...single } = items
const functions = Object.values(single).filter(({ type }) => type === "function")
const errorItems = revertErrors.map(({ code, inputs }) => errorItem(code, inputs))
const of = (type: string) => escrowAbi.filter((item) => item.type === type)

/** As far as the SDK looks at a parameter. */
function lean({ name = "", type, internalType, indexed, components }: AbiParameter): AbiParameter {
  return {
    name,
    type,
    ...(indexed ? { indexed } : {}),
    ...(internalType?.startsWith("enum ") ? { internalType } : {}),
    ...(components ? { components: components.map(lean) } : {}),
  }
}

type Lines = readonly { readonly name?: string; readonly inputs?: readonly AbiParameter[] }[]
const inputsOf = (list: Lines) => list.map(({ name, inputs = [] }) => ({ name, inputs: inputs.map(lean) }))

describe("SDK: items of the ABI", () => {
  it("default: say the same as the ABI", () => {
    expect(inputsOf(functions), "functions").to.have.deep.members(inputsOf(of("function")))
    expect(inputsOf(eventItems), "events").to.deep.equal(inputsOf(of("event")))
    expect(inputsOf(errorItems), "errors").to.have.deep.members(inputsOf(of("error")))
    expect(inputsOf([{ inputs: constructorParameters }]), "constructor").to.deep.equal(inputsOf(of("constructor")))
    for (const item of escrowAbi) {
      if (item.type !== "function") continue
      const found = functions.find(({ name }) => name === item.name)
      const outputs = found && "outputs" in found ? found.outputs : undefined
      const expected: readonly AbiParameter[] = item.outputs
      expect(outputs, `outputs of ${item.name}`).to.deep.equal(expected.map(lean))
    }
  })

  it("behavior: topics and selectors are those that a library computes", () => {
    for (const item of eventItems) {
      const event = of("event").find((other) => "name" in other && other.name === item.name)
      expect(signatureHash(codec, item), item.name).to.equal(toEventSelector(event as AbiEvent))
      expect(signatureHash(ethersCodec, item), `${item.name} on ethers`).to.equal(signatureHash(codec, item))
    }
    for (const item of errorItems) {
      const error = of("error").find((other) => "name" in other && other.name === item.name)
      const selector = toFunctionSelector({ ...error, type: "function" } as unknown as AbiFunction)
      expect(signatureHash(codec, item).slice(0, 10), item.name).to.equal(selector)
    }
  })
})
