import { InvalidInputError } from "@gpuflow/escrow"
import * as onEthers from "@gpuflow/escrow/ethers"
import { getTokenMetadata, type TokenMetadata, TokenMismatchError } from "@gpuflow/escrow/plan"
import { expect } from "chai"
import { BrowserProvider } from "ethers"
import { type Address, createPublicClient, encodeAbiParameters, type Hex, stringToHex, zeroAddress } from "viem"
import { readFailure } from "../../sdk/core/retry.ts"
import { expectError } from "../support/expectError.ts"
import { libraries } from "../support/libraries.ts"
import { rename } from "../support/polygonTokens.ts"
import { chain, networkHelpers, polygon, provider, transport } from "../support/sharedChain.ts"
import { FIELDS, type Manner, numberAnswer, strangeToken, textAnswer } from "../support/strangeToken.ts"

const { loadFixture } = networkHelpers

const USDC: Address = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
const BRIDGED_USDC: Address = "0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174"
const USDT: Address = "0xc2132D05D31c914a87C6611C10748AEb04B58e8F"

/** What viem reads, which ethers must read as well. */
async function metadataOf(token: Address): Promise<TokenMetadata> {
  const client = createPublicClient({ transport: transport() })
  const found = await getTokenMetadata(client, { token })
  const actions = onEthers.rentalActions(new BrowserProvider(provider, undefined, { cacheTimeout: -1 }))
  expect(await actions.getTokenMetadata({ token }), "on ethers").to.deep.equal(found)
  return found
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: getTokenMetadata, on ${library}`, () => {
    it("default: what the contract says, as the tokens of Polygon do", async () => {
      await loadFixture(polygon)

      expect(await metadataOf(USDT), "renamed").to.deep.equal({
        address: USDT,
        hasCode: true,
        decimals: 6,
        symbol: "USDT0",
        name: "USDT0",
      })
      expect((await metadataOf(BRIDGED_USDC)).symbol, "bridged USDC").to.equal("USDC")
      const native = { address: zeroAddress, hasCode: true, decimals: 18, symbol: "POL", name: "POL" }
      expect(await metadataOf(zeroAddress), "native coin").to.deep.equal(native)
    })

    it("behavior: text of 32 bytes, as of older tokens", async () => {
      await loadFixture(polygon)
      const { address, behave } = await strangeToken(chain)
      await behave("symbol", "answers", stringToHex("MKR", { size: 32 }))
      await behave("name", "answers", stringToHex("a name that has thirty-two bytes"))

      const { symbol, name } = await metadataOf(address)

      expect([symbol, name], "text").to.deep.equal(["MKR", "a name that has thirty-two bytes"])
    })

    it("behavior: a contract that reverts, runs for ever or answers nonsense has no symbol and no decimals", async () => {
      await loadFixture(polygon)
      const { address, behave } = await strangeToken(chain)
      const useless: (readonly [Manner, Hex?])[] = [
        ["reverts"],
        ["burnsAllGas"],
        ["answers", "0x"],
        ["answers", "0x1234"],
        ["answers", numberAnswer(2n ** 256n - 1n)],
        ["answers", textAnswer("")],
        ["answers", textAnswer(" \t")],
      ]
      for (const [manner, answer = "0x"] of useless) {
        for (const field of FIELDS) await behave(field, manner, answer)
        const { symbol, name, hasCode } = await metadataOf(address)
        expect([hasCode, symbol, name], `${manner} ${answer}`).to.deep.equal([true, undefined, undefined])
      }
      await behave("symbol", "answers", encodeAbiParameters([{ type: "bytes" }], ["0xff80ff"]))
      expect((await metadataOf(address)).symbol, "not UTF-8").to.equal(undefined)

      for (const [answer, decimals] of [
        [numberAnswer(0n), 0],
        [numberAnswer(255n), 255],
        [numberAnswer(256n), undefined],
        [numberAnswer(2n ** 255n), undefined],
        ["0x06", undefined],
      ] as const) {
        await behave("decimals", "answers", answer)
        expect((await metadataOf(address)).decimals, answer).to.equal(decimals)
      }
      const nothing: Address = "0x00000000000000000000000000000000000000aa"
      const unknown = { hasCode: false, decimals: undefined, symbol: undefined, name: undefined }
      expect(await metadataOf(nothing), "no contract").to.deep.equal({ address: nothing, ...unknown })
    })

    it("behavior: hostile text is short, and controls nothing", async () => {
      await loadFixture(polygon)
      const { address, behave } = await strangeToken(chain)
      await behave("symbol", "answers", textAnswer("\u001b[2J\u202eUSDC\u200b\n\u2028"))
      await behave("name", "answers", textAnswer("💸".repeat(1_000)))

      const { symbol, name } = await metadataOf(address)

      expect(symbol, "symbol").to.equal("\ufffd[2J\ufffdUSDC\ufffd\ufffd\ufffd")
      expect(name, "name").to.equal("💸".repeat(32))
      await behave("name", "saysMegabyte")
      expect((await metadataOf(address)).name, "a megabyte").to.equal("a megabyte of the same letters, ".repeat(2))
    })

    it("error: a node that fails is not a token without a symbol", async () => {
      await loadFixture(polygon)
      const failing = createPublicClient({
        transport: transport((method, answer) => {
          if (method === "eth_call") throw Object.assign(new Error("internal error"), { code: -32_000 })
          return answer
        }),
      })

      const failure = await sdk.getTokenMetadata(failing, { token: USDC }).catch((error: unknown) => error)

      expect(readFailure(failure).words, "failure").to.contain("internal error")
      const expected = { field: "token", value: "0x12", expected: "an address" }
      await expectError(sdk.getTokenMetadata(failing, { token: "0x12" }), InvalidInputError, expected)
    })

    it("behavior: a call that the node stops, because it runs for too long, is no answer", async () => {
      await loadFixture(polygon)
      const client = createPublicClient({
        transport: transport((method, answer) => {
          if (method !== "eth_call") return answer
          throw Object.assign(new Error("execution aborted (timeout = 5s)"), { code: -32_000 })
        }),
      })

      const { hasCode, symbol, decimals } = await sdk.getTokenMetadata(client, { token: USDC })

      expect([hasCode, symbol, decimals], "metadata").to.deep.equal([true, undefined, undefined])
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: probeToken, of tokens that change, on ${library}`, () => {
    it("default: another symbol is reported, whatever it is", async () => {
      const client = await loadFixture(polygon)
      for (const [symbol, reported] of [
        ["USDC", undefined],
        ["USDC2", "USDC2"],
        ["usdc", "usdc"],
        ["", ""],
        ["\u001b[2JUSDC", "\ufffd[2JUSDC"],
      ] as const) {
        await rename(chain, USDC, { symbol })
        const probed = await sdk.probeToken(client, { token: USDC })
        expect([probed.symbol, probed.symbolOnChain], symbol).to.deep.equal(["USDC", reported])
      }
      await rename(chain, USDT, { symbol: "USDT" })
      const { symbolOnChain } = await sdk.probeToken(client, { token: USDT })
      expect(symbolOnChain, "renamed back").to.equal(undefined)
    })

    it("error: TokenMismatch for decimals that changed or are not answered", async () => {
      const client = await loadFixture(polygon)
      const { address, behave } = await strangeToken(chain)
      const token = { chainId: 137, address, symbol: "ANY", decimals: 6, verified: false }
      expect((await sdk.probeToken(client, { token })).symbolOnChain, "another symbol").to.equal("STRANGE")

      for (const [answer, value] of [
        [numberAnswer(18n), 18],
        [numberAnswer(2n ** 200n), undefined],
        ["0x", undefined],
      ] as const) {
        await behave("decimals", "answers", answer)
        const expected = { token: address, field: "decimals", value, expected: 6 }
        await expectError(sdk.probeToken(client, { token }), TokenMismatchError, expected)
      }
    })
  })
}
