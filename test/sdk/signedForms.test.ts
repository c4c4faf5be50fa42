import {
  InvalidInputError,
  isEscrowError,
  NotDueError,
  ReadFailedError,
  toEscrowError,
  WalletUnansweredError,
} from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import * as onEthers from "@gpuflow/escrow/ethers"
import { isSignedBy, offerFromJson, offerToJson, signOffer, UnusableSignatureError } from "@gpuflow/escrow/offer"
import { encodePermit, signPermit } from "@gpuflow/escrow/plan"
import { prepareRequest, settleMany, settlementBatches } from "@gpuflow/escrow/requests"
import { expect } from "chai"
import { BrowserProvider } from "ethers"
import {
  type Address,
  createWalletClient,
  custom,
  encodeErrorResult,
  type Hex,
  hexToBigInt,
  keccak256,
  numberToHex,
  slice,
  toHex,
} from "viem"
import { polygon } from "viem/chains"
import { expectError } from "../support/expectError.ts"
import { interceptedNode, silence } from "../support/interceptedNode.ts"
import { HOUR, makeOffer, running } from "../support/rentals.ts"
import { deployed, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

type Request = ReturnType<typeof interceptedNode>["request"]
type Signing = { readonly signal?: AbortSignal }

const libraries = {
  viem: (request: Request, account: Address) => {
    const client = createWalletClient({ account, chain: polygon, transport: custom({ request }, { retryCount: 0 }) })
    return {
      signOffer: (parameters: Parameters<typeof signOffer>[1] & Signing) => signOffer(client, parameters),
      signPermit: (parameters: Parameters<typeof signPermit>[1] & Signing) => signPermit(client, parameters),
    }
  },
  ethers: (request: Request, account: Address) => {
    const actions = async () => onEthers.rentalActions(await new BrowserProvider({ request }).getSigner(account))
    return {
      signOffer: async (parameters: Parameters<typeof signOffer>[1]) => (await actions()).signOffer(parameters),
      signPermit: async (parameters: Parameters<typeof signPermit>[1]) => (await actions()).signPermit(parameters),
    }
  },
}

/** A wallet that changes the form of its signatures. */
const signing = (change: (good: Hex) => unknown) =>
  interceptedNode(async (method, _params, pass) =>
    method === "eth_signTypedData_v4" ? change((await pass()) as Hex) : pass(),
  ).request

const parts = (good: Hex) => ({
  r: slice(good, 0, 32),
  s: hexToBigInt(slice(good, 32, 64)),
  id: Number(slice(good, 64)) - 27,
})
const whole = (r: Hex, s: bigint, v: number): Hex =>
  `${r}${numberToHex(s, { size: 32 }).slice(2)}${numberToHex(v, { size: 1 }).slice(2)}`
const forms = {
  "as it is": (good: Hex) => good,
  "a plain recovery id": (good: Hex) => {
    const { r, s, id } = parts(good)
    return whole(r, s, id)
  },
  "the compact form (EIP-2098)": (good: Hex) => {
    const { r, s, id } = parts(good)
    return `${r}${numberToHex(s + (BigInt(id) << 255n), { size: 32 }).slice(2)}`
  },
}
const faults: Record<string, (good: Hex) => unknown> = {
  "65 bytes": (good) => `${good}00`,
  "a low s": (good) => {
    const { r, s, id } = parts(good)
    return whole(r, ORDER - s, 28 - id)
  },
  "a recovery id of 27 or 28": (good) => `${good.slice(0, -2)}25`,
  "a signature of this data by the account's key": (good) =>
    `${good.slice(0, 10)}${good[10] === "0" ? "1" : "0"}${good.slice(11)}`,
  "bytes as a hex string": () => null,
}

for (const [library, connect] of Object.entries(libraries)) {
  describe(`SDK: what a wallet signs on ${library}`, () => {
    for (const [form, change] of Object.entries(forms)) {
      it(`behavior: ${form} becomes what the contract takes`, async () => {
        const world = await loadFixture(deployed)
        const { escrow, token, host, renter } = world
        const offer = await makeOffer(world)
        const hostSignature = await connect(signing(change), host.account.address).signOffer({ escrow, offer })
        const permit = await connect(signing(change), renter.account.address).signPermit({
          escrow,
          token,
          value: 7n,
          deadline: 10n ** 10n,
        })

        const signer = host.account.address
        expect(await isSignedBy({ escrow, chainId: 137, offer, hostSignature, signer }), "offer").to.equal(true)
        expect(permit, "permit").to.equal(await signPermit(renter, { escrow, token, value: 7n, deadline: 10n ** 10n }))
      })
    }

    for (const [expected, change] of Object.entries(faults)) {
      it(`error: UnusableSignature at the host for anything but ${expected}`, async () => {
        const world = await loadFixture(deployed)
        const { escrow, token, host, renter } = world
        const offer = await makeOffer(world)
        for (const [account, sign] of [
          [host.account.address, () => connect(signing(change), host.account.address).signOffer({ escrow, offer })],
          [
            renter.account.address,
            () => connect(signing(change), renter.account.address).signPermit({ escrow, token, value: 7n }),
          ],
        ] as const) {
          const error = await sign().catch((thrown: unknown) => thrown)
          if (!(error instanceof UnusableSignatureError)) throw new Error(`not refused: ${error}`)
          expect(error.args.account.toLowerCase(), "account").to.equal(account.toLowerCase())
          // A changed signature may also belong to no key at all.
          expect(error.args.expected, "expected").to.equal(expected)
        }
      })
    }

    it("behavior: a contract's signature is left as it is, if the contract accepts it", async () => {
      const world = await loadFixture(deployed)
      const { escrow, token, host } = world
      const offer = await makeOffer(world)
      const by = () =>
        connect(
          signing(() => "0x1234"),
          host.account.address,
        )
      // Answers the magic word of ERC-1271.
      await networkHelpers.setCode(
        host.account.address,
        "0x7f1626ba7e0000000000000000000000000000000000000000000000000000000060005260206000f3",
      )
      expect(await by().signOffer({ escrow, offer }), "accepted").to.equal("0x1234")
      const permit = await by()
        .signPermit({ escrow, token, value: 1n })
        .catch((thrown: unknown) => thrown)
      expect(permit, "a permit needs a key").to.be.instanceOf(UnusableSignatureError)
      await networkHelpers.setCode(host.account.address, "0x00")
      const refused = await by()
        .signOffer({ escrow, offer })
        .catch((thrown: unknown) => thrown)
      expect(refused, "refused").to.be.instanceOf(UnusableSignatureError)
    })

    it("error: WalletUnanswered when the signal ends a prompt", async () => {
      const world = await loadFixture(deployed)
      const { escrow, token, renter } = world
      const ended = new AbortController()
      const request = interceptedNode((method, _params, pass) => {
        if (method !== "eth_signTypedData_v4") return pass()
        setTimeout(() => ended.abort(), 20)
        return silence()
      }).request
      const sign = connect(request, renter.account.address).signPermit({
        escrow,
        token,
        value: 7n,
        signal: ended.signal,
      })
      await expectError(sign, WalletUnansweredError, { method: "eth_signTypedData_v4" })
    })
  })
}

describe("SDK: encodePermit", () => {
  it("error: InvalidInput for a signature that no token takes", () => {
    const good = { value: 1n, deadline: 2n }
    for (const signature of ["0x", `0x${"11".repeat(64)}05`, `0x${"11".repeat(66)}`] as const) {
      expect(() => encodePermit({ ...good, signature }), signature).to.throw(InvalidInputError)
    }
  })
})

describe("SDK: revert data in odd places", () => {
  const data = encodeErrorResult({ abi: escrowAbi, errorName: "NotDue", args: [7n] })
  const answer = { jsonrpc: "2.0", id: 1, error: { code: 3, message: "execution reverted", data } }
  const places: Record<string, unknown> = {
    "error.data": { data },
    "error.data.data": { data: { data } },
    "error.data.originalError.data": { data: { originalError: { data } } },
    "error.data.cause.data": { data: { cause: { data } } },
    "error.error.data": { error: { data } },
    "error.error.error.data": { error: { error: { data } } },
    "error.info.error.data": { info: { error: { data } } },
    "behind an empty `data`": { data: "0x", cause: { data } },
    "a body": { body: JSON.stringify(answer) },
    "a body in an error": { error: { body: JSON.stringify(answer) } },
    "a response's body": { info: { responseBody: JSON.stringify(answer) } },
    "details that are JSON": { shortMessage: "HTTP request failed.", details: JSON.stringify(answer.error) },
    "data as JSON": { data: JSON.stringify({ data }) },
    "Reverted 0x… in `data`": { data: `Reverted ${data}` },
    "Reverted 0x… in the message": new Error(`VM execution error: Reverted ${data}`),
    "the message's end": new Error(`execution reverted: ${data}`),
    "details' end": { shortMessage: "Missing parameters", details: `execution reverted: ${data}` },
    Ganache: { data: { hash: keccak256("0x01"), result: data, message: "revert" } },
    "an older Ganache": { data: { [keccak256("0x01")]: { error: "revert", return: data }, name: "RuntimeError" } },
    "upper case": { data: `0x${data.slice(2).toUpperCase()}` },
  }
  for (const [place, shape] of Object.entries(places)) {
    it(`behavior: ${place} is read`, () => {
      for (const decode of [toEscrowError, onEthers.toEscrowError]) {
        const error = decode(shape)
        if (!isEscrowError(error)) throw new Error("not decoded")
        expect([error.code, error.args], "error").to.deep.equal(["NotDue", { dueAt: 7n }])
      }
    })
  }

  it("behavior: nothing else is read", () => {
    for (const shape of [
      // The request, as libraries repeat it.
      Object.assign(new Error(`request failed: {"data":"${data}"} reverted`), { shortMessage: "request failed" }),
      { transaction: { data } },
      { info: { payload: { params: [{ data }] } } },
      { requestBody: JSON.stringify(answer) },
      { body: JSON.stringify({ jsonrpc: "2.0", id: 1, result: data }) },
      { body: "{ not JSON" },
      new Error(`cannot decode ${data}`),
      new Error(`reverted by ${data.slice(0, 42)}`),
    ]) {
      for (const decode of [toEscrowError, onEthers.toEscrowError]) expect(decode(shape), "as it was").to.equal(shape)
    }
  })
})

describe("SDK: errors and offers as JSON", () => {
  it("behavior: every error survives, with whole numbers as strings and its cause", () => {
    const cause = new NotDueError({ dueAt: 7n })
    const error = new ReadFailedError({ tries: 2, hash: keccak256("0x") }, { cause })
    const json = JSON.parse(JSON.stringify({ error }))
    expect(json.error, "error").to.deep.equal({
      name: "ReadFailedError",
      code: "ReadFailed",
      message: error.message,
      args: { tries: 2, hash: keccak256("0x") },
      cause: { name: "NotDueError", code: "NotDue", message: cause.message, args: { dueAt: "7" } },
    })
    const loop: Record<string, unknown> = { amount: 1n, list: [2n] }
    loop["self"] = loop
    const invalid = new InvalidInputError({ field: "a", value: loop, expected: "b" }, { cause: new TypeError("c") })
    expect(JSON.parse(JSON.stringify(invalid)), "loops").to.deep.include({
      args: { field: "a", value: { amount: "1", list: ["2"] }, expected: "b" },
      cause: { name: "TypeError", message: "c" },
    })
  })

  it("behavior: an offer comes back as it was, on both libraries; anything else is refused by name", async () => {
    const world = await loadFixture(deployed)
    const offer = await makeOffer(world, { pricePerHour: 2n ** 80n })
    for (const sdk of [{ offerFromJson, offerToJson }, onEthers]) {
      const text = JSON.stringify({ offer: sdk.offerToJson(offer) })
      expect(sdk.offerFromJson(JSON.parse(text).offer), "offer").to.deep.equal(offer)
      for (const [field, value] of [
        ["pricePerHour", "1e3"],
        ["nonce", -1],
        ["rolling", "true"],
        ["host", "0x12"],
        ["expiry", null],
      ] as const) {
        const json = { ...sdk.offerToJson(offer), [field]: value }
        expect(() => sdk.offerFromJson(json), field).to.throw(InvalidInputError, field)
      }
      expect(() => sdk.offerFromJson(null), "nothing").to.throw(InvalidInputError)
    }
  })
})

describe("SDK: the order of settlements", () => {
  it("behavior: rentals with one token and payee become neighbours, whatever their order, and are paid at once", async () => {
    const world = await loadFixture(deployed)
    const { escrow, stranger, payee, client, owner } = world
    const rentals = []
    for (const [index, to] of [payee, owner, payee, owner].entries()) {
      const machine = keccak256(toHex(`machine ${index}`))
      rentals.push((await running(world, { machine, payee: to.account.address }, `order ${index}`)).rental)
    }
    await time.increase(8n * HOUR)
    const sorted = settlementBatches(rentals)
    expect(
      sorted.map((batch) => batch.map(({ offer }) => offer.payee === payee.account.address)),
      "batches",
    ).to.have.length(1)
    const payees = sorted.flat().map(({ offer }) => offer.payee.toLowerCase())
    expect(new Set(payees.slice(0, 2)).size + new Set(payees.slice(2)).size, "neighbours").to.equal(2)
    const [one, other] = await Promise.all([
      prepareRequest(stranger, "settleMany", { escrow, rentals }),
      prepareRequest(stranger, "settleMany", { escrow, rentals: sorted.flat() }),
    ])
    expect(one.data, "the prepared call").to.equal(other.data)

    const { settled, transactions } = await settleMany(stranger, { escrow, rentals })

    const hash = transactions[0]?.hash ?? "0x"
    const { logs } = await client.getTransactionReceipt({ hash })
    const transfers = logs.filter(({ topics }) => topics[0] === keccak256(toHex("Transfer(address,address,uint256)")))
    expect([settled, transfers.length], "settled, transfers").to.deep.equal([4, 2])
  })
})
