import { isEscrowError } from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { expect } from "chai"
import { type Address, concat, createClient, custom, decodeFunctionData, type Hex, zeroAddress } from "viem"

import { callText, type Governed, parseCall, parseTokens, readCall, verbUsage } from "../../scripts/admin/calls.ts"
import { ROLES, timelockAbi } from "../../scripts/deploy/timelock.ts"
import { addressOf } from "../support/parties.ts"

const TOKEN = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
const governed: Governed = {
  escrow: addressOf("owner"),
  timelock: addressOf("successor"),
  fromBlock: 0n,
  markets: [
    { symbol: "POL", token: zeroAddress, decimals: 18, feeBps: 1_000, arbiter: addressOf("arbiter") },
    { symbol: "USDC", token: TOKEN, decimals: 6, feeBps: 1_200, arbiter: addressOf("arbiter") },
  ],
}
/** A client that answers nothing: words are read without the chain. */
const client = createClient({ transport: custom({ request: () => Promise.reject(new Error("no chain")) }) })
const parse = (text: string) => parseCall(text, { client, governed })

describe("Administration: the words of a call", () => {
  const [host, arbiter] = [addressOf("host"), addressOf("arbiter")]
  const cases: [string, Address, string, readonly unknown[]][] = [
    [`setMarket USDC ${arbiter} 13% open`, governed.escrow, "setMarket", [TOKEN, arbiter, 1_300, true]],
    [`setMarket pol ${arbiter} 12.5% closed`, governed.escrow, "setMarket", [zeroAddress, arbiter, 1_250, false]],
    [`setMarket ${TOKEN} ${arbiter} 1000 open`, governed.escrow, "setMarket", [TOKEN, arbiter, 1_000, true]],
    [`setHostFee ${host} 13%`, governed.escrow, "setHostFee", [host, 1_300]],
    [`  setHostFee   ${host}  none `, governed.escrow, "setHostFee", [host, 0]],
    [`setTreasury ${host}`, governed.escrow, "setTreasury", [host]],
    [`setGuardian ${host}`, governed.escrow, "setGuardian", [host]],
    ["setGuardian none", governed.escrow, "setGuardian", [zeroAddress]],
    [`transferOwnership ${host}`, governed.escrow, "transferOwnership", [host]],
    ["acceptOwnership", governed.escrow, "acceptOwnership", []],
    ["renounceOwnership", governed.escrow, "renounceOwnership", []],
    ["updateDelay 72h", governed.timelock, "updateDelay", [259_200n]],
    ["updateDelay 172800", governed.timelock, "updateDelay", [172_800n]],
    [`grantRole proposer ${host}`, governed.timelock, "grantRole", [ROLES.proposer, host]],
    ["grantRole executor anyone", governed.timelock, "grantRole", [ROLES.executor, zeroAddress]],
    [`revokeRole canceller ${host}`, governed.timelock, "revokeRole", [ROLES.canceller, host]],
  ]

  for (const [text, to, name, expected] of cases) {
    it(`default: ${text.trim().replace(/0x\w+/g, "0x…")}`, () => {
      const call = parse(text)
      const { functionName, args = [] } = decodeFunctionData({ abi: [...escrowAbi, ...timelockAbi], data: call.data })

      expect(call.to, "target").to.equal(to)
      expect(call.value, "value").to.equal(0n)
      expect(functionName, "function").to.equal(name)
      expect(args, "arguments").to.deep.equal(expected)
    })
  }

  it("behavior: the help names every verb of the cases", () => {
    const named = new Set(verbUsage.map((usage) => usage.split(" ")[0]))
    expect([...named]).to.have.members([...new Set(cases.map(([, , name]) => name))])
  })

  it("behavior: what is read back is said in the same words", () => {
    expect(callText(parse(`setMarket USDC ${arbiter} 12.5% open`), governed)).to.equal(
      `setMarket(USDC ${TOKEN}, ${arbiter}, 12.5 %, open)`,
    )
    expect(callText(parse(`setHostFee ${host} none`), governed)).to.equal(`setHostFee(${host}, none)`)
    expect(callText(parse("updateDelay 3d"), governed)).to.equal("updateDelay(72 h)")
    expect(callText(parse("grantRole executor anyone"), governed)).to.equal("grantRole(executor, anyone)")
  })

  it("behavior: bytes that decoding would pass over are not recognized", () => {
    const { to, data, value } = parse(`setTreasury ${host}`)
    const dirty: Hex = `${data.slice(0, 10)}ff${data.slice(12)}` as Hex
    const unknown: [string, Address, Hex][] = [
      ["bytes behind the arguments", to, concat([data, "0x00"])],
      ["bits beside an address", to, dirty],
      ["another contract", host, data],
      ["another function", to, "0x12345678"],
      ["no function", to, "0x"],
    ]
    for (const [what, target, its] of unknown) {
      expect(readCall({ to: target, data: its, value }, governed), what).to.equal(undefined)
      expect(callText({ to: target, data: its, value }, governed), what).to.equal(`UNKNOWN CALL of ${target}: ${its}`)
    }
  })

  it("error: a verb, a number of values or a value that is wrong", () => {
    const wrong: [string, string][] = [
      ["", "UnknownVerb"],
      ["toString", "UnknownVerb"],
      [`closeMarket ${TOKEN}`, "UnknownVerb"],
      ["setTreasury", "InvalidCall"],
      [`setTreasury ${host} ${host}`, "InvalidCall"],
      ["setTreasury none", "InvalidCall"],
      [`setTreasury ${host.slice(0, -1)}`, "InvalidCall"],
      [`setTreasury ${host.toUpperCase().replace("0X", "0x")}`, "InvalidCall"],
      [`setMarket DAI ${arbiter} 13% open`, "InvalidCall"],
      [`setMarket USDC ${arbiter} 13% yes`, "InvalidCall"],
      [`setMarket USDC ${arbiter} 1,3% open`, "InvalidCall"],
      [`setHostFee ${host} 12.5`, "InvalidCall"],
      [`setHostFee ${host} 1e3`, "InvalidCall"],
      [`setHostFee ${host} -1`, "InvalidCall"],
      ["updateDelay 1h", "InvalidCall"],
      ["updateDelay soon", "InvalidCall"],
      [`grantRole owner ${host}`, "InvalidCall"],
    ]
    for (const [text, code] of wrong) {
      let error: unknown
      try {
        parse(text)
      } catch (thrown) {
        error = thrown
      }
      expect(isEscrowError(error) ? error.code : error, text).to.equal(code)
    }
    expect(() => parseTokens(["USDC", "dollars"], governed), "token").to.throw(/dollars is neither.*POL, USDC/)
  })

  it("behavior: a symbol that two markets have names neither", () => {
    const markets = governed.markets.map((market) => ({ ...market, symbol: "USDC" }))

    expect(() => parseTokens(["USDC"], { ...governed, markets })).to.throw(/neither an address/)
  })
})
