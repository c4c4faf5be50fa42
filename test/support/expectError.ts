import { type EscrowError, isEscrowError } from "@gpuflow/escrow"
import { expect } from "chai"

import { provider } from "./sharedChain.ts"

/** Expects one of the SDK's errors, by class, code and arguments. */
export async function expectError(
  action: Promise<unknown>,
  kind: abstract new (...args: never[]) => EscrowError<string, object>,
  args: object,
) {
  const error = await action.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error, "error's class").to.be.instanceOf(kind)
  if (!isEscrowError(error)) throw new Error("The error lacks the SDK's brand.")
  expect(error.name, "error's name").to.equal(`${error.code}Error`)
  expect(error.args, "error's arguments").to.deep.equal(args)
  return error
}

/** Expects that an action fails before anything is sent. */
export async function expectNothingSent(
  action: () => Promise<unknown>,
  kind: abstract new (...args: never[]) => EscrowError<string, object>,
  args: object,
) {
  const before = await provider.request({ method: "eth_blockNumber" })
  const error = await expectError(action(), kind, args)
  expect(await provider.request({ method: "eth_blockNumber" }), "block number").to.equal(before)
  return error
}
