import { cost, fee, InvalidInputError, NATIVE_ERC20_FACE, ZeroAmountError } from "@gpuflow/escrow"
import * as onEthers from "@gpuflow/escrow/ethers"
import {
  dollarValue,
  findToken,
  PriceFeedError,
  PriceUnknownError,
  type ProbedToken,
  QuoteExceededError,
  QuoteExpiredError,
  quote,
  requireWithinQuote,
  type Token,
  TokenMismatchError,
  TokenUnknownError,
  TokenUnprobedError,
  tokens,
} from "@gpuflow/escrow/plan"
import { expect } from "chai"
import { BrowserProvider } from "ethers"
import fc from "fast-check"
import { type Address, type Hex, parseUnits, zeroAddress } from "viem"
import { NATIVE } from "../support/escrow.ts"
import { expectError } from "../support/expectError.ts"
import { libraries } from "../support/libraries.ts"
import { rename, report } from "../support/polygonTokens.ts"
import { chain, networkHelpers, polygon, provider, viem } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers

const USDC: Address = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
const BRIDGED_USDC: Address = "0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174"
const USDT: Address = "0xc2132D05D31c914a87C6611C10748AEb04B58e8F"
const SOL: Address = "0xd93f7E271cB87c23AaA73edC008A79646d1F9912"
const WETH: Address = "0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619"

const explicit = { slippageBps: 50n, validFor: 600n }

const now = async () => BigInt(await time.latest())

function entry(address: Address): Token {
  const found = findToken({ chainId: 137, address })
  if (!found) throw new Error(`no entry for ${address}`)
  return found
}

function feedOf(address: Address) {
  const { feed } = entry(address)
  if (!feed) throw new Error(`no feed for ${address}`)
  return feed
}

describe("SDK: tokens", () => {
  it("default: are found by address, however it is written, on their own chain only", () => {
    expect(findToken({ chainId: 137, address: USDC })?.symbol, "USDC").to.equal("USDC")
    expect(findToken({ chainId: 137, address: USDC.toLowerCase() as Hex })?.decimals, "lower case").to.equal(6)
    expect(findToken({ chainId: 137, address: NATIVE })?.symbol, "native").to.equal("POL")
    expect(findToken({ chainId: 137, address: SOL })?.decimals, "SOL").to.equal(9)
    expect(findToken({ chainId: 1, address: USDC }), "another chain").to.equal(undefined)
    expect(findToken({ chainId: 137, address: NATIVE_ERC20_FACE }), "the native coin's ERC-20 face").to.equal(undefined)
    const keys = tokens.map(({ chainId, address }) => `${chainId} ${address.toLowerCase()}`)
    expect(new Set(keys).size, "no entry twice").to.equal(keys.length)
    const doubtful = tokens.filter(({ verified }) => !verified).map(({ symbol }) => symbol)
    expect(doubtful, "in doubt").to.deep.equal(["USDC.e"])
  })
})

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: probeToken, on ${library}`, () => {
    it("default: every entry of the chain answers as it is known", async () => {
      const client = await loadFixture(polygon)

      for (const token of tokens.filter(({ chainId }) => chainId === 137)) {
        const { probedAt, ...known } = await sdk.probeToken(client, { token: token.address })
        expect(known, token.symbol).to.deep.equal(token)
        expect(probedAt, "block").to.equal(await client.getBlockNumber())
      }
    })

    it("behavior: takes an entry of one's own; ethers answers alike", async () => {
      const client = await loadFixture(polygon)
      const { address } = await viem.deployContract("Token", ["Wrapped SOL", "SOL", 18])
      const token = { chainId: 137, address, symbol: "SOL", decimals: 18, verified: false }

      const probed = await sdk.probeToken(client, { token })

      expect(probed, "probed").to.deep.equal({ ...token, probedAt: await client.getBlockNumber() })
      const actions = onEthers.rentalActions(new BrowserProvider(provider, undefined, { cacheTimeout: -1 }))
      expect(await actions.probeToken({ token }), "on ethers").to.deep.equal(probed)
      await expectError(actions.probeToken({ token: address }), TokenUnknownError, { token: address, chainId: 137 })
      await expectError(actions.probeToken({ token: { ...token, decimals: 9 } }), TokenMismatchError, {
        token: address,
        field: "decimals",
        value: 18,
        expected: 9,
      })
    })

    it("error: TokenUnknown, TokenMismatch, InvalidInput", async () => {
      const client = await loadFixture(polygon)
      const { address } = await viem.deployContract("Token", ["USD Coin", "USDC", 6])
      const { address: wordless } = await viem.deployContract("NoReturnToken")
      const own = { chainId: 137, address, symbol: "USDC", decimals: 6, verified: true }
      const mismatch = (token: Token, args: object) =>
        expectError(sdk.probeToken(client, { token }), TokenMismatchError, { token: token.address, ...args })

      await expectError(sdk.probeToken(client, { token: address }), TokenUnknownError, { token: address, chainId: 137 })
      await mismatch({ ...own, decimals: 18 }, { field: "decimals", value: 6, expected: 18 })
      await mismatch({ ...own, chainId: 1 }, { field: "chainId", value: 137, expected: 1 })
      await mismatch({ ...own, address: wordless }, { field: "decimals", value: undefined, expected: 6 })
      await mismatch(
        { ...own, address: "0x00000000000000000000000000000000000000aa" },
        { field: "code", value: undefined, expected: "a contract" },
      )
      await mismatch({ ...own, address: NATIVE }, { field: "decimals", value: 18, expected: 6 })
      await expectError(sdk.probeToken(client, { token: "0x12" }), InvalidInputError, {
        field: "token",
        value: "0x12",
        expected: "an address",
      })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: getQuote, on ${library}`, () => {
    it("default: the price of an hour and of all of them, the rate, the worst price and the end", async () => {
      const client = await loadFixture(polygon)
      await report(chain, feedOf(NATIVE).address, { answer: 22_400_000n })

      const result = await sdk.getQuote(client, { token: NATIVE, dollarsPerHour: "0.65", hours: 2n, ...explicit })

      // 0.65 / 0.224 POL, rounded up.
      const pricePerHour = 2_901_785_714_285_714_286n
      const quotedAt = await now()
      const { updatedAt } = result.rate
      expect(result, "quote").to.deep.equal({
        token: { ...entry(NATIVE), probedAt: await client.getBlockNumber() },
        rate: { answer: 22_400_000n, decimals: 8, updatedAt, maxAge: 3_600n, feed: feedOf(NATIVE).address },
        pricePerHour,
        seconds: 7_200n,
        total: 2n * pricePerHour,
        slippageBps: 50n,
        maxPricePerHour: (pricePerHour * 10_050n) / 10_000n,
        maxTotal: 2n * ((pricePerHour * 10_050n) / 10_000n),
        quotedAt,
        validUntil: quotedAt + 600n,
      })
    })

    it("behavior: the three reference rentals in USDC, with what the host has after the fee", async () => {
      const client = await loadFixture(polygon)
      for (const [dollarsPerHour, hours, total, after10, after15] of [
        ["0.65", 2n, "1.30", "1.17", "1.105"],
        ["1.50", 8n, "12.00", "10.80", "10.20"],
        ["0.65", 720n, "468.00", "421.20", "397.80"],
      ] as const) {
        const quoted = await sdk.getQuote(client, { token: USDC, dollarsPerHour, hours, ...explicit })

        expect(quoted.total, `${dollarsPerHour} for ${hours} h`).to.equal(parseUnits(total, 6))
        expect(quoted.total - fee(quoted.total, 1_000n), "host after 10 %").to.equal(parseUnits(after10, 6))
        expect(quoted.total - fee(quoted.total, 1_500n), "host after 15 %").to.equal(parseUnits(after15, 6))
      }
    })

    it("behavior: SOL has nine decimals, WETH eighteen; a dollar coin off its peg costs more", async () => {
      const client = await loadFixture(polygon)
      const wanted = { dollarsPerHour: "1.50", hours: 8n, ...explicit }
      for (const [token, answer] of [
        [SOL, 14_237_000_000n],
        [WETH, 312_345_000_000n],
        [USDC, 99_000_000n],
      ] as const) {
        await report(chain, feedOf(token).address, { answer })
      }

      const inSol = await sdk.getQuote(client, { token: SOL, ...wanted })
      const inWeth = await sdk.getQuote(client, { token: WETH, ...wanted })
      const inUsdc = await sdk.getQuote(client, { token: USDC, ...wanted })

      // 1.50 / 142.37, 1.50 / 3123.45, 1.50 / 0.99
      expect(inSol.pricePerHour, "SOL").to.equal(10_535_928n)
      expect(inWeth.pricePerHour, "WETH").to.equal(480_238_198_146_281n)
      expect(inUsdc.pricePerHour, "USDC").to.equal(1_515_152n)
    })

    it("behavior: a stablecoin without a feed needs the peg to be assumed", async () => {
      const client = await loadFixture(polygon)
      const wanted = { token: USDT, dollarsPerHour: "0.65", hours: 2n, ...explicit }

      const { total, rate, validUntil, quotedAt } = await sdk.getQuote(client, { ...wanted, assumePeg: true })

      expect(total, "total").to.equal(1_300_000n)
      expect(rate, "rate").to.deep.equal({ answer: 1n, decimals: 0, updatedAt: quotedAt })
      expect(validUntil, "valid until").to.equal(quotedAt + 600n)
      await expectError(sdk.getQuote(client, wanted), PriceUnknownError, { token: USDT, stable: true })
      const { feed, ...unpriced } = entry(WETH)
      expect(feed, "WETH has a feed").to.be.an("object")
      await expectError(sdk.getQuote(client, { ...wanted, token: unpriced, assumePeg: true }), PriceUnknownError, {
        token: WETH,
        stable: false,
      })
    })

    it("behavior: ends with its rate; ethers gives the same", async () => {
      const client = await loadFixture(polygon)
      const wanted = { token: SOL, dollarsPerHour: "0.65", seconds: 90n, slippageBps: 0n, validFor: 86_400n }

      const quoted = await sdk.getQuote(client, wanted)

      expect(quoted.validUntil, "valid until").to.equal(quoted.rate.updatedAt + 3_601n)
      expect(quoted.maxPricePerHour, "worst").to.equal(quoted.pricePerHour)
      const actions = onEthers.rentalActions(new BrowserProvider(provider, undefined, { cacheTimeout: -1 }))
      expect(await actions.getQuote(wanted), "on ethers").to.deep.equal(quoted)
    })

    it("error: PriceFeed, for each part of the answer", async () => {
      const client = await loadFixture(polygon)
      const token = NATIVE
      const { address } = feedOf(token)
      const refused = async (
        field: string,
        value: unknown,
        expected: (quotedAt: bigint) => unknown,
        own = entry(token),
      ) =>
        expectError(
          sdk.getQuote(client, { token: own, dollarsPerHour: "0.65", hours: 2n, ...explicit }),
          PriceFeedError,
          {
            feed: address,
            field,
            value,
            expected: expected(await now()),
          },
        )
      const range = (quotedAt: bigint) => `from ${quotedAt - 3_600n} to ${quotedAt}`

      for (const answer of [0n, -1n]) {
        await report(chain, address, { answer })
        await refused("answer", answer, () => "above 0")
      }
      await report(chain, address, { answer: 22_400_000n, roundId: 9n, answeredInRound: 8n })
      await refused("answeredInRound", 8n, () => "9 or later")
      for (const updatedAt of [(await now()) - 3_700n, (await now()) + 100n, 0n]) {
        await report(chain, address, { answer: 22_400_000n, updatedAt })
        await refused("updatedAt", updatedAt, range)
      }
      const other = { ...entry(token), feed: { ...feedOf(token), description: "ETH / USD" } }
      await refused("description", "POL / USD", () => "ETH / USD", other)
      await refused("decimals", 8n, () => 18, { ...entry(token), feed: { ...feedOf(token), decimals: 18 } })
      await chain.client.setCode({ address: address, bytecode: "0x" })
      await refused("description", undefined, () => "POL / USD")
    })

    it("behavior: an answer is good until its last second", async () => {
      const client = await loadFixture(polygon)
      const { address } = feedOf(NATIVE)
      const wanted = { token: NATIVE, dollarsPerHour: "0.65", hours: 2n, ...explicit } as const
      const updatedAt = (await now()) - 3_600n + 60n
      await report(chain, address, { answer: 1n, updatedAt })
      await time.setNextBlockTimestamp(updatedAt + 3_600n)
      await networkHelpers.mine()

      const { validUntil } = await sdk.getQuote(client, wanted)

      expect(validUntil, "valid until").to.equal(updatedAt + 3_601n)
      await networkHelpers.mine()
      await expectError(sdk.getQuote(client, wanted), PriceFeedError, {
        feed: address,
        field: "updatedAt",
        value: updatedAt,
        expected: `from ${updatedAt + 1n} to ${updatedAt + 3_601n}`,
      })
    })

    it("error: TokenUnknown, TokenMismatch, InvalidInput, ZeroAmount", async () => {
      const client = await loadFixture(polygon)
      const wanted = { token: USDC, dollarsPerHour: "0.65", hours: 2n, ...explicit }
      const input = (changed: object, field: string, value: unknown, expected: string) =>
        expectError(sdk.getQuote(client, { ...wanted, ...changed }), InvalidInputError, { field, value, expected })

      const unknown: Address = "0x00000000000000000000000000000000000000aa"
      await expectError(sdk.getQuote(client, { ...wanted, token: unknown }), TokenUnknownError, {
        token: unknown,
        chainId: 137,
      })
      const dollars = 'dollars above 0 as a string with at most six places, such as "1.50"'
      for (const value of [
        "0",
        "0.000000",
        "-1",
        "1,50",
        "1.",
        ".5",
        "1e3",
        "0.1234567",
        "",
        " 1",
        "$1",
        1.5,
        1n,
        null,
      ]) {
        await input({ dollarsPerHour: value }, "dollarsPerHour", value, dollars)
      }
      await input({ seconds: 5n }, "seconds", 5n, "either hours or seconds")
      await input({ hours: undefined }, "seconds", undefined, "either hours or seconds")
      await input({ hours: 0n }, "hours", 0n, "a bigint from 1 to 1193046")
      await input({ hours: undefined, seconds: 1 }, "seconds", 1, "a bigint from 1 to 4294967295")
      await input({ slippageBps: 10_001n }, "slippageBps", 10_001n, "a bigint from 0 to 10000")
      await input({ slippageBps: undefined }, "slippageBps", undefined, "a bigint from 0 to 10000")
      await input({ validFor: 0n }, "validFor", 0n, "a bigint from 1 to 4294967295")
      for (const maxAge of [undefined, 3_600, -1n]) {
        const token = { ...entry(USDC), feed: { ...feedOf(USDC), maxAge } }
        await input({ token }, "feed.maxAge", maxAge, "a bigint from 0 to 4294967295")
      }
      const fraction = sdk.getQuote(client, { ...wanted, token: { ...entry(USDC), decimals: 6.5 } })
      await expectError(fraction, TokenMismatchError, { token: USDC, field: "decimals", value: 6, expected: 6.5 })
      await report(chain, feedOf(NATIVE).address, { answer: 1n })
      await input(
        { token: NATIVE, dollarsPerHour: "1000" },
        "pricePerHour",
        10n ** 29n,
        `a bigint from 1 to ${2n ** 96n - 1n}`,
      )
      await expectError(
        sdk.getQuote(client, { token: USDC, dollarsPerHour: "0.000001", seconds: 1n, ...explicit }),
        ZeroAmountError,
        {},
      )
    })

    it("behavior: a token that was renamed has a price, with its symbol on the chain", async () => {
      const client = await loadFixture(polygon)
      await rename(chain, WETH, { symbol: "WETH2" })
      const wanted = { dollarsPerHour: "0.65", hours: 2n, assumePeg: true, ...explicit }
      const symbolsOf = async (token: Address) => {
        const { symbol, symbolOnChain } = (await sdk.getQuote(client, { token, ...wanted })).token
        return [symbol, symbolOnChain]
      }
      expect(await symbolsOf(USDT), "USDT").to.deep.equal(["USDT", "USDT0"])
      expect(await symbolsOf(BRIDGED_USDC), "bridged USDC").to.deep.equal(["USDC.e", "USDC"])
      expect(await symbolsOf(WETH), "renamed later").to.deep.equal(["WETH", "WETH2"])
      expect(await symbolsOf(USDC), "not renamed").to.deep.equal(["USDC", undefined])
    })
  })
}

describe("SDK: quote", () => {
  const probed = (decimals: number): ProbedToken => {
    return { chainId: 137, address: zeroAddress, symbol: "T", decimals, verified: true, probedAt: 1n }
  }
  const cases = fc.record({
    decimals: fc.integer({ min: 6, max: 24 }),
    scale: fc.integer({ min: 0, max: 18 }),
    answer: fc.bigInt({ min: 10n ** 6n, max: 10n ** 16n }),
    micro: fc.bigInt({ min: 1n, max: 1_000_000_000n }),
    seconds: fc.bigInt({ min: 3_600n, max: 400n * 86_400n }),
    slippageBps: fc.bigInt({ min: 0n, max: 10_000n }),
  })
  const decimal = (micro: bigint) => `${micro / 10n ** 6n}.${String(micro % 10n ** 6n).padStart(6, "0")}`

  it("behavior: the host never gets less than it asked for, nor a whole unit more", () => {
    fc.assert(
      fc.property(cases, ({ decimals, scale, answer, micro, seconds, slippageBps }) => {
        const rate = { answer, decimals: scale, updatedAt: 0n }
        const dollarsPerHour = decimal(micro)
        const price = (micro * 10n ** BigInt(decimals + scale)) / (answer * 10n ** 6n)
        fc.pre(price > 0n && price < 2n ** 96n - 1n)
        const now = 1_000n

        const quoted = quote({ token: probed(decimals), rate, dollarsPerHour, seconds, slippageBps, validFor: 1n, now })

        const worth = (units: bigint) => units * answer * 10n ** 6n
        const asked = micro * 10n ** BigInt(decimals + scale)
        expect(worth(quoted.pricePerHour) >= asked, "never less").to.equal(true)
        expect(worth(quoted.pricePerHour - 1n) < asked, "by less than a unit").to.equal(true)
        expect(quoted.total, "total").to.equal(cost(quoted.pricePerHour, seconds))
        const { maxPricePerHour, pricePerHour, maxTotal, total } = quoted
        expect(maxPricePerHour >= pricePerHour && maxTotal >= total, "the worst is no better").to.equal(true)
        expect(maxPricePerHour * 10_000n <= pricePerHour * (10_000n + slippageBps), "slippage").to.equal(true)
        expect((maxPricePerHour + 1n) * 10_000n > pricePerHour * (10_000n + slippageBps), "all of it").to.equal(true)
        expect(quoted.validUntil, "valid until").to.equal(now + 1n)
      }),
    )
  })

  it("behavior: a higher rate or a lower wish never costs more", () => {
    fc.assert(
      fc.property(cases, fc.bigInt({ min: 0n, max: 10n ** 9n }), ({ decimals, scale, answer, micro }, more) => {
        const at = (rateAnswer: bigint, wish: bigint) => {
          const rate = { answer: rateAnswer, decimals: scale, updatedAt: 0n }
          const rest = { slippageBps: 0n, validFor: 1n, now: 1n, hours: 1n }
          return quote({ token: probed(decimals), rate, dollarsPerHour: decimal(wish), ...rest }).pricePerHour
        }
        const price = (micro + more) * 10n ** BigInt(decimals + scale)
        fc.pre(price / (answer * 10n ** 6n) < 2n ** 96n - 1n)
        expect(at(answer + more, micro) <= at(answer, micro), "rate").to.equal(true)
        expect(at(answer, micro) <= at(answer, micro + more), "wish").to.equal(true)
      }),
    )
  })

  it("error: TokenUnprobed, InvalidInput", async () => {
    const { probedAt, ...unprobed } = probed(6)
    const wanted = { dollarsPerHour: "1.50", hours: 1n, slippageBps: 0n, validFor: 1n, now: 1n }
    const rate = { answer: 1n, decimals: 0, updatedAt: 1n }
    const attempt = async (change: object) => quote(Object.assign({ token: probed(6), rate, ...wanted }, change))

    expect((await attempt({})).pricePerHour, "price").to.equal(1_500_000n)
    expect(probedAt, "block").to.equal(1n)
    await expectError(attempt({ token: unprobed }), TokenUnprobedError, { token: zeroAddress })
    for (const decimals of [-1, 1.5, 256, "8", undefined]) {
      const expected = { value: decimals, expected: "a whole number from 0 to 255" }
      const ofRate = { field: "rate.decimals", ...expected }
      await expectError(attempt({ rate: { ...rate, decimals } }), InvalidInputError, ofRate)
      const ofToken = { field: "token.decimals", ...expected }
      await expectError(attempt({ token: { ...probed(6), decimals } }), InvalidInputError, ofToken)
    }
    await expectError(attempt({ rate: { ...rate, answer: 0n } }), InvalidInputError, {
      field: "rate.answer",
      value: 0n,
      expected: `a bigint from 1 to ${2n ** 255n - 1n}`,
    })
  })
})

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: requireWithinQuote, on ${library}`, () => {
    it("default: takes what the quote allows, until it ends; else QuoteExceeded, QuoteExpired, InvalidInput", async () => {
      const client = await loadFixture(polygon)
      const quoted = await sdk.getQuote(client, { token: USDC, dollarsPerHour: "1.50", hours: 1n, ...explicit })
      const offer = { token: USDC.toLowerCase() as Hex, pricePerHour: quoted.maxPricePerHour }
      const last = quoted.validUntil - 1n
      const attempt = async (change: Partial<requireParameters>) =>
        requireWithinQuote({ quote: quoted, offer, now: last, ...change })

      await attempt({})
      const pricePerHour = quoted.maxPricePerHour + 1n
      await expectError(attempt({ offer: { ...offer, pricePerHour } }), QuoteExceededError, {
        pricePerHour,
        maxPricePerHour: quoted.maxPricePerHour,
      })
      await expectError(attempt({ now: last + 1n }), QuoteExpiredError, {
        validUntil: quoted.validUntil,
        now: quoted.validUntil,
      })
      await expectError(attempt({ offer: { ...offer, token: USDT } }), InvalidInputError, {
        field: "offer.token",
        value: USDT,
        expected: `the quote's: ${USDC}`,
      })
    })

    type requireParameters = Parameters<typeof requireWithinQuote>[0]
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: dollars of an amount, on ${library}`, () => {
    it("default: the reverse of a quote, rounded down, on both libraries", async () => {
      const client = await loadFixture(polygon)
      const { total, token, rate } = await sdk.getQuote(client, {
        token: WETH,
        dollarsPerHour: "1.50",
        hours: 8n,
        ...explicit,
      })

      const value = await sdk.getDollarValue(client, { token: WETH, amount: total })

      // The price is rounded up by less than one base unit.
      expect(value.dollars, "dollars").to.equal("12.000000")
      expect(value.rate.answer, "the rate").to.equal(rate.answer)
      expect(dollarValue({ amount: total, token, rate }), "without the chain").to.equal(value.dollars)
      expect(dollarValue({ amount: 1n, token, rate }), "too little to show").to.equal("0.000000")
      const others = onEthers.rentalActions(new BrowserProvider(provider))
      expect((await others.getDollarValue({ token: WETH, amount: total })).dollars, "on ethers").to.equal(value.dollars)
    })

    it("error: an amount below zero, and a token that was not probed", async () => {
      const client = await loadFixture(polygon)
      const { token, rate } = await sdk.getQuote(client, { token: USDC, dollarsPerHour: "1", hours: 1n, ...explicit })

      await expectError(sdk.getDollarValue(client, { token: USDC, amount: -1n }), InvalidInputError, {
        field: "amount",
        value: -1n,
        expected: `a bigint from 0 to ${2n ** 256n - 1n}`,
      })
      const unprobed = { ...entry(USDC), probedAt: undefined } as unknown as ProbedToken
      expect(() => dollarValue({ amount: 1n, token: unprobed, rate })).to.throw(TokenUnprobedError)
      expect(token.probedAt, "probed at").to.be.a("bigint")
    })
  })
}
