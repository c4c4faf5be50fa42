import { ReadFailedError, WrongChainError } from "@gpuflow/escrow"
import { expect } from "chai"
import { afterAnswer, afterFailure, initialPace, type RangePace, retryBlockRange } from "../../sdk/core/blockRange.ts"
import { classifyFailure, pauseAfter, retry } from "../../sdk/core/retry.ts"
import { expectError } from "../support/expectError.ts"

/** A node that refuses more than so many blocks at once. */
function walk(limit: bigint, to: bigint) {
  let pace: RangePace = initialPace
  let from = 0n
  const asked: bigint[] = []
  let refusals = 0
  while (from <= to) {
    asked.push(pace.size)
    if (pace.size > limit) {
      refusals += 1
      pace = afterFailure(pace, "tooMuch")
    } else {
      from += pace.size
      pace = afterAnswer(pace)
    }
  }
  return { asked, refusals, size: pace.size }
}

describe("SDK: retry, retryBlockRange", () => {
  it("default: finds a node's limit, and wastes few questions on it", () => {
    for (const limit of [1n, 10n, 500n, 1_999n, 2_000n, 10_000n]) {
      const { asked, refusals, size } = walk(limit, limit * 200n)
      expect(size <= 2n * limit, `size for ${limit}`).to.equal(true)
      expect(refusals, `refusals for ${limit}`).to.be.below(32)
      expect(asked.length, `questions for ${limit}`).to.be.below(500)
    }
  })

  it("behavior: grows to 100 000 blocks where nothing is refused, and no further", () => {
    expect(walk(10n ** 9n, 10n ** 7n).size, "size").to.equal(100_000n)
  })

  it("behavior: halves after a second failure in a row, and pauses twice as long each time", () => {
    const once = afterFailure(initialPace, "passing")
    const twice = afterFailure(once, "passing")

    expect([once.size, twice.size], "sizes").to.deep.equal([2_000n, 1_000n])
    expect([once.failures, twice.failures, afterAnswer(twice).failures], "failures").to.deep.equal([1, 2, 0])
    expect(
      [1, 2, 3, 4, 30].map((failures) => pauseAfter(failures, 250)),
      "pauses",
    ).to.deep.equal([250, 500, 1_000, 2_000, 30_000])
  })

  it("behavior: a block alone cannot be halved, so that it fails", () => {
    const pace = { ...initialPace, size: 1n }

    expect(afterFailure(pace, "tooMuch"), "pace").to.deep.equal({ ...pace, failures: 1 })
  })

  it("behavior: knows a refusal by the words of the usual nodes", () => {
    const refused = [
      "query returned more than 10000 results",
      "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range",
      "Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range.",
      "eth_getLogs is limited to a 10,000 range",
      "exceed maximum block range: 5000",
      "block range is too wide",
      "Block range is too large",
      "requested too many blocks from 1 to 9000, maximum is set to 2048",
      "ranges over 10000 blocks are not supported on freetier",
      "logs matched by query exceeds limit of 10000",
      "query exceeds max results 20000, retry with the range 1-2",
      "backend response too large",
      "query timeout exceeded",
      "log query timed out",
    ]
    const later = [
      "429 Too Many Requests",
      "project ID request rate exceeded",
      "Your app has exceeded its compute units per second capacity.",
      "rate limit exceeded",
      "fetch failed",
      "Unexpected token '<', \"<!doctype \"... is not valid JSON",
      "unknown block",
      "block range extends beyond current head block",
      "header not found",
    ]

    for (const message of refused) {
      expect(classifyFailure(new Error(message)), message).to.equal("tooMuch")
      const wrapped = new Error("could not coalesce error", { cause: undefined })
      expect(
        classifyFailure(Object.assign(wrapped, { error: { code: -32_000, message } })),
        `wrapped: ${message}`,
      ).to.equal("tooMuch")
    }
    for (const message of later) expect(classifyFailure(new Error(message)), message).to.equal("passing")
    expect(classifyFailure(Object.assign(new Error("HTTP request failed."), { status: 413 })), "status 413").to.equal(
      "tooMuch",
    )
    expect(classifyFailure(Object.assign(new Error("limit"), { code: -32_005 })), "code -32005").to.equal("tooMuch")
    expect(classifyFailure(Object.assign(new Error("no such method"), { code: -32_601 })), "code -32601").to.equal(
      "lasting",
    )
    expect(classifyFailure(new WrongChainError({ chainId: 1, expected: 137 })), "the SDK's own").to.equal("lasting")
  })

  it("behavior: what a library repeats of the request is not taken for the node's words", () => {
    const error = Object.assign(new Error("Request body: the range is too large"), {
      shortMessage: "HTTP request failed.",
      details: "bad gateway",
    })

    expect(classifyFailure(error), "failure").to.equal("passing")
  })

  it("behavior: a range is read from its start, as far as it was answered", async () => {
    const asked: bigint[] = []
    const read = async (fromBlock: bigint, toBlock: bigint) => {
      asked.push(toBlock - fromBlock + 1n)
      if (toBlock - fromBlock >= 100n) throw new Error("block range is too large")
      return "logs"
    }

    const range = { fromBlock: 7n, toBlock: 1_006n, pace: initialPace }
    const { answer, toBlock, pace } = await retryBlockRange(read, range, { pollingInterval: 0 })

    expect(answer, "answer").to.equal("logs")
    expect(asked, "sizes").to.deep.equal([1_000n, 500n, 250n, 125n, 62n])
    expect(toBlock, "last block").to.equal(68n)
    expect(pace.size, "next size, halfway to what was refused").to.equal(93n)
  })

  it("error: ReadFailed, after as many tries as were asked for", async () => {
    let asked = 0
    const fail = () => {
      asked += 1
      return Promise.reject(new Error("503"))
    }

    await expectError(retry(fail, { tries: 4, pollingInterval: 0 }), ReadFailedError, { tries: 4 })
    expect(asked, "times asked").to.equal(4)
  })

  it("behavior: a pause ends with its signal", async () => {
    const fail = () => Promise.reject(new Error("503"))
    const before = Date.now()

    const failing = retry(fail, { pollingInterval: 60_000, signal: AbortSignal.timeout(20) })

    expect(await failing.catch((error: unknown) => String(error)), "error").to.equal("Error: 503")
    expect(Date.now() - before, "milliseconds").to.be.below(60_000)
  })
})
